#include "address.hpp"

#include <algorithm>

#include "errand/answer/visible.hpp"
#include "header_text.hpp"

namespace errand::mail {

namespace {

constexpr std::size_t kLongestAddress = 254;

bool consists_of(std::string_view text, std::string_view marks) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.find(c) != std::string_view::npos;
    });
}

bool is_address(std::string_view text) {
    const std::size_t at = text.rfind('@');
    return at != std::string_view::npos && text.size() <= kLongestAddress &&
           consists_of(text.substr(0, at), ".!#$%&'*+/=?^_`{|}~-") && consists_of(text.substr(at + 1), ".-");
}

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::string without_quotes(std::string_view name) {
    if (name.size() < 2 || name.front() != '"' || name.back() != '"') return std::string(name);
    std::string plain;
    name = name.substr(1, name.size() - 2);
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '\\' && i + 1 < name.size()) ++i;
        plain += name[i];
    }
    return plain;
}

}  // namespace

std::string Address::header_form() const {
    if (name.empty()) return address;
    const std::string phrase = header_phrase(name);
    // A long name leaves no room for an address in the same line.
    return phrase + (phrase.size() + address.size() > 65 ? "\r\n <" : " <") + address + '>';
}

Address parse_address(std::string_view text, const std::string& what) {
    require_one_line(text, "'" + what + "'");
    Address parsed;
    std::string_view address = without_blanks(text);
    if (const std::size_t open = address.rfind('<'); open != std::string_view::npos && address.back() == '>') {
        parsed.name = without_quotes(without_blanks(address.substr(0, open)));
        address = address.substr(open + 1, address.size() - open - 2);
    }
    if (!is_address(address))
        throw ValueError("'" + what + "' has '" + visible(text, 200) +
                         "', expected an address such as jo@example.org or Jo Example <jo@example.org>");
    parsed.address = std::string(address);
    return parsed;
}

std::vector<Address> parse_addresses(const Value::List& items, const std::string& what) {
    std::vector<Address> addresses;
    for (const Value& item : items) {
        if (!item.is_text()) throw ValueError("'" + what + "' has " + item.kind() + ", expected an address");
        addresses.push_back(parse_address(item.text(), what));
    }
    return addresses;
}

std::string header_form(const std::vector<Address>& addresses) {
    std::string text;
    for (const Address& address : addresses) text += (text.empty() ? "" : ",\r\n ") + address.header_form();
    return text;
}

}  // namespace errand::mail
