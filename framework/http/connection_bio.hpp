#pragma once

#include <exception>
#include <utility>

#include "http/connection.hpp"
#include "http/openssl_pointer.hpp"

namespace errand {

/// Lets OpenSSL read and write through a Connection. That waits by itself, so that OpenSSL never has to be asked again.
///
/// Thread-safety: one thread at a time.
/// Lifetime: outlives the SSL object that it was given to; the connection outlives it.
class ConnectionBio {
public:
    explicit ConnectionBio(Connection& connection) : connection_(connection) {}
    ConnectionBio(const ConnectionBio&) = delete;
    ConnectionBio& operator=(const ConnectionBio&) = delete;

    void give_to(SSL& ssl);

    /// Calls `action`, a call of OpenSSL that may read and write until `deadline`, and returns its result.
    /// \throws what the connection threw meanwhile, which must not pass through OpenSSL's own frames.
    template <class Action>
    int run(const Deadline& deadline, Action action) {
        deadline_ = &deadline;
        const int result = action();
        if (auto thrown = std::exchange(thrown_, nullptr)) std::rethrow_exception(thrown);
        return result;
    }

private:
    static const BIO_METHOD* method();
    static int read(BIO* bio, char* buffer, int size);
    static int write(BIO* bio, const char* bytes, int size);

    Connection& connection_;
    const Deadline* deadline_ = nullptr;
    std::exception_ptr thrown_;
};

}  // namespace errand
