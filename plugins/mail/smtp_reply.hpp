#pragma once

#include <string>
#include <string_view>

namespace errand::mail {

/// The last reply of a server, put together from the lines that come. The server's words, so neither trusted nor
/// printable. Source: RFC 5321 section 4.2.
class SmtpReply {
public:
    void take_line(std::string_view line);

    /// 0 before the first.
    int code() const { return code_; }
    bool is_complete() const { return is_complete_; }
    /// All lines of it, joined by blanks: `550 5.1.1 No such user`.
    const std::string& text() const { return text_; }

private:
    int code_ = 0;
    std::string text_;
    bool is_complete_ = true;
};

}  // namespace errand::mail
