#include "smtp_reply.hpp"

namespace errand::mail {

namespace {

constexpr std::size_t kLongestText = 2000;

}  // namespace

void SmtpReply::take_line(std::string_view line) {
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
    constexpr std::size_t kDigits = 3;
    const std::string_view digits = line.substr(0, kDigits);
    if (digits.size() < kDigits || digits.find_first_not_of("0123456789") != std::string_view::npos) return;
    const bool goes_on = line.size() > kDigits && line[kDigits] == '-';
    if (is_complete_) text_ = digits;
    code_ = std::stoi(std::string(digits));
    if (line.size() > kDigits + 1 && text_.size() < kLongestText) text_ += ' ' + std::string(line.substr(kDigits + 1));
    is_complete_ = !goes_on;
}

}  // namespace errand::mail
