#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "errand/value.hpp"

namespace errand::mail {

/// A mailbox, such as `Jo Example <jo@example.org>`. A value.
struct Address {
    /// In UTF-8; empty where there is only the address.
    std::string name = {};
    /// `jo@example.org`, in ASCII.
    std::string address = {};

    /// As it stands in a header field.
    std::string header_form() const;
    std::string domain() const { return address.substr(address.rfind('@') + 1); }
};

/// \param what the parameter is called, for messages
/// \throws ValueError unless `text` is `local@domain` or `Name <local@domain>`, the name in quotes or without. An
/// address is in ASCII, its local part without quotes, and nothing in it can break out of a header or a command.
/// Source: RFC 5321 section 4.1.2, RFC 5322 section 3.4.
Address parse_address(std::string_view text, const std::string& what);

/// \throws ValueError as parse_address(), and if one of `items` is not text.
std::vector<Address> parse_addresses(const Value::List& items, const std::string& what);

/// For a header field: one a line, folded.
std::string header_form(const std::vector<Address>& addresses);

}  // namespace errand::mail
