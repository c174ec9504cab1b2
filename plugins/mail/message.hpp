#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "address.hpp"
#include "attachment.hpp"

namespace errand::mail {

/// What a mail says, and to whom. A value.
struct Message {
    Address from;
    std::vector<Address> to = {};
    std::vector<Address> cc = {};
    /// In no header field.
    std::vector<Address> bcc = {};
    std::vector<Address> reply_to = {};
    /// One line of UTF-8, as the texts are UTF-8.
    std::string subject = {};
    std::string text = {};
    /// Empty for none.
    std::string html = {};
    std::vector<Attachment> attachments = {};
};

/// `<RUN.TASK.HASH@DOMAIN>`: the same for each attempt to send this mail, so that one which arrives twice can be told,
/// and another one for each other mail of the task.
std::string message_id(const Message& message, const std::string& run_id, const std::string& task);

/// The mail as it goes over the wire: header, parts and their encodings, lines of less than 78 characters but for long
/// addresses and file names, ended by CRLF, all in ASCII.
/// Source: RFC 5322, RFC 2045 to 2047, RFC 3834 section 5.
std::string compose(const Message& message, const std::string& id, std::chrono::system_clock::time_point now);

}  // namespace errand::mail
