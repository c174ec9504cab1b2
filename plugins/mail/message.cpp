#include "message.hpp"

#include <openssl/evp.h>
#include <time.h>

#include <array>
#include <string_view>

#include "errand/error.hpp"
#include "header_text.hpp"
#include "transfer_encoding.hpp"

namespace errand::mail {

namespace {

/// Neither quoted-printable nor base64 has `=_`, so no part can hold what ends it.
constexpr char kMixedBoundary[] = "=_errand_mixed";
constexpr char kAlternativeBoundary[] = "=_errand_alternative";

std::string field(const std::string& name, const std::string& value) { return name + ": " + value + "\r\n"; }

std::string date_of(std::chrono::system_clock::time_point now) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm parts = {};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 64> text;
    // The names are English: a task runs in the locale "C".
    return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S +0000", &parts)};
}

std::string text_part(const char* type, const std::string& text) {
    return field("Content-Type", std::string(type) + "; charset=utf-8") +
           field("Content-Transfer-Encoding", "quoted-printable") + "\r\n" + quoted_printable(text);
}

std::string attachment_part(const Attachment& attachment) {
    return field("Content-Type", media_type_of(attachment.name)) +
           field("Content-Disposition", "attachment;\r\n " + filename_parameter(attachment.name)) +
           field("Content-Transfer-Encoding", "base64") + "\r\n" + base64_lines(attachment.content);
}

std::string multipart(const char* kind, const std::string& boundary, const std::vector<std::string>& parts) {
    std::string text =
        field("Content-Type", std::string("multipart/") + kind + ";\r\n boundary=\"" + boundary + '"') + "\r\n";
    for (const std::string& part : parts) text += "--" + boundary + "\r\n" + part + "\r\n";
    return text + "--" + boundary + "--\r\n";
}

/// The header fields of the body, a blank line, and the body.
std::string body_of(const Message& message) {
    std::string body = text_part("text/plain", message.text);
    if (!message.html.empty())
        body = multipart("alternative", kAlternativeBoundary, {body, text_part("text/html", message.html)});
    if (message.attachments.empty()) return body;
    std::vector<std::string> parts = {body};
    for (const Attachment& attachment : message.attachments) parts.push_back(attachment_part(attachment));
    return multipart("mixed", kMixedBoundary, parts);
}

/// The beginning of a SHA-256 in hex digits.
std::string hash_of(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    std::size_t size = 0;
    if (::EVP_Q_digest(nullptr, "SHA256", nullptr, text.data(), text.size(), digest.data(), &size) != 1)
        throw Error("the mail's hash cannot be computed");
    std::string hex;
    for (std::size_t i = 0; i < 8; ++i) {
        constexpr char kDigits[] = "0123456789abcdef";
        hex += {kDigits[digest[i] >> 4], kDigits[digest[i] & 0xF]};
    }
    return hex;
}

/// Run ids and names of tasks are made of what an id may have, but nobody promises that to a mail.
std::string in_message_id(const std::string& text) {
    std::string safe;
    for (const char c : text) {
        const bool is_safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        safe += is_safe ? c : '_';
    }
    return safe;
}

}  // namespace

std::string message_id(const Message& message, const std::string& run_id, const std::string& task) {
    const std::string everything = header_form(message.to) + '\n' + header_form(message.cc) + '\n' +
                                   header_form(message.bcc) + '\n' + message.subject + '\n' + body_of(message);
    return '<' + in_message_id(run_id) + '.' + in_message_id(task) + '.' + hash_of(everything) + '@' +
           message.from.domain() + '>';
}

std::string compose(const Message& message, const std::string& id, std::chrono::system_clock::time_point now) {
    std::string text = field("Date", date_of(now)) + field("From", message.from.header_form());
    if (!message.to.empty()) text += field("To", header_form(message.to));
    if (!message.cc.empty()) text += field("Cc", header_form(message.cc));
    if (!message.reply_to.empty()) text += field("Reply-To", header_form(message.reply_to));
    constexpr std::size_t kNameOfSubject = 9;
    text += field("Subject", header_text(message.subject, kNameOfSubject)) + field("Message-ID", id);
    // Nobody's "out of office" is to answer.
    text += field("Auto-Submitted", "auto-generated") + field("MIME-Version", "1.0");
    return text + body_of(message);
}

}  // namespace errand::mail
