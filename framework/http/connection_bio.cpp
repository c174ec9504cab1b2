#include "http/connection_bio.hpp"

#include <new>

namespace errand {

namespace {

/// There is nothing to flush, and nothing else to say.
long control(BIO* /*bio*/, int command, long /*number*/, void* /*argument*/) { return command == BIO_CTRL_FLUSH; }

int mark_as_made(BIO* bio) {
    BIO_set_init(bio, 1);
    return 1;
}

}  // namespace

void ConnectionBio::give_to(SSL& ssl) {
    BIO* bio = BIO_new(method());
    if (!bio) throw std::bad_alloc();
    BIO_set_data(bio, this);
    SSL_set_bio(&ssl, bio, bio);
}

const BIO_METHOD* ConnectionBio::method() {
    static const BioMethodPointer made = [] {
        BioMethodPointer fresh(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "errand connection"));
        if (!fresh) throw std::bad_alloc();
        BIO_meth_set_create(fresh.get(), &mark_as_made);
        BIO_meth_set_read(fresh.get(), &ConnectionBio::read);
        BIO_meth_set_write(fresh.get(), &ConnectionBio::write);
        BIO_meth_set_ctrl(fresh.get(), &control);
        return fresh;
    }();
    return made.get();
}

int ConnectionBio::read(BIO* bio, char* buffer, int size) {
    auto& self = *static_cast<ConnectionBio*>(BIO_get_data(bio));
    try {
        return static_cast<int>(self.connection_.read(buffer, static_cast<std::size_t>(size), *self.deadline_));
    } catch (...) {
        self.thrown_ = std::current_exception();
        return -1;
    }
}

int ConnectionBio::write(BIO* bio, const char* bytes, int size) {
    auto& self = *static_cast<ConnectionBio*>(BIO_get_data(bio));
    try {
        self.connection_.write({bytes, static_cast<std::size_t>(size)}, *self.deadline_);
        return size;
    } catch (...) {
        self.thrown_ = std::current_exception();
        return -1;
    }
}

}  // namespace errand
