#include "sandbox/message.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include <algorithm>

#include "errand/json.hpp"

namespace errand {

namespace {

/// \throws Poco::SyntaxException
std::string decode(std::string_view text) {
    // Poco takes a plus for a space only after a question mark.
    std::string encoded(text);
    std::replace(encoded.begin(), encoded.end(), '+', ' ');
    std::string decoded;
    Poco::URI::decode(encoded, decoded);
    return decoded;
}

}  // namespace

std::optional<FormFields> parse_form(std::string_view text) {
    FormFields fields;
    while (!text.empty()) {
        const std::string_view field = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(field.size() + 1, text.size()));
        const std::string_view name = field.substr(0, field.find('='));
        try {
            fields.emplace(decode(name), decode(field.substr(std::min(name.size() + 1, field.size()))));
        } catch (const Poco::Exception&) {
            return std::nullopt;
        }
    }
    return fields;
}

std::string_view only_field(const FormFields& fields, std::string_view name) {
    const auto [first, last] = fields.equal_range(name);
    if (first == last || std::next(first) != last) return {};
    return first->second;
}

HttpResponse json_answer(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

HttpResponse json_answer(int status, const Value& body) { return json_answer(status, to_json(body)); }

}  // namespace errand
