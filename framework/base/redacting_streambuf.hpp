#pragma once

#include <mutex>
#include <streambuf>
#include <string>
#include <string_view>

#include "base/redaction.hpp"

namespace errand {

/// Passes on to another stream's buffer what is written, redacted. It keeps nothing but what a Redaction holds back,
/// not even for a flush.
///
/// Thread-safety: all that writes may be called concurrently, as for std::cout, if the other buffer is not used beside
/// it. Lifetime: the redactor and the other buffer outlive it.
class RedactingStreambuf final : public std::streambuf {
public:
    RedactingStreambuf(std::streambuf& sink, const Redactor& redactor) : sink_(sink), redaction_(redactor) {}
    /// As finish(), whose failure nobody learns of then.
    ~RedactingStreambuf() override;

    /// Writes what was held back, since the text ends here; another may follow. False if the sink did not take it.
    bool finish();

protected:
    int_type overflow(int_type c) override;
    std::streamsize xsputn(const char* text, std::streamsize size) override;
    int sync() override;

private:
    bool pass_on();

    std::streambuf& sink_;
    std::mutex mutex_;
    Redaction redaction_;
    std::string passing_;
};

}  // namespace errand
