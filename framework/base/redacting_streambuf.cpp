#include "base/redacting_streambuf.hpp"

namespace errand {

RedactingStreambuf::~RedactingStreambuf() {
    try {
        finish();
    } catch (...) {  // NOLINT(bugprone-empty-catch): there is nobody to tell.
    }
}

bool RedactingStreambuf::finish() {
    const std::lock_guard lock(mutex_);
    redaction_.finish(passing_);
    return pass_on();
}

RedactingStreambuf::int_type RedactingStreambuf::overflow(int_type c) {
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    const char byte = traits_type::to_char_type(c);
    return xsputn(&byte, 1) == 1 ? c : traits_type::eof();
}

std::streamsize RedactingStreambuf::xsputn(const char* text, std::streamsize size) {
    const std::lock_guard lock(mutex_);
    redaction_.feed({text, static_cast<std::size_t>(size)}, passing_);
    return pass_on() ? size : 0;
}

int RedactingStreambuf::sync() {
    const std::lock_guard lock(mutex_);
    return sink_.pubsync();
}

bool RedactingStreambuf::pass_on() {
    const auto size = static_cast<std::streamsize>(passing_.size());
    const bool is_taken = sink_.sputn(passing_.data(), size) == size;
    passing_.clear();
    return is_taken;
}

}  // namespace errand
