#include "sandbox/message.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include "errand/json.hpp"

namespace errand {

std::optional<FormFields> parse_form(std::string_view text) {
    FormFields fields;
    while (!text.empty()) {
        const std::string_view field = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(field.size() + 1, text.size()));
        const auto equals = std::min(field.find('='), field.size());
        try {
            std::string name;
            std::string value;
            Poco::URI::decode(std::string(field.substr(0, equals)), name, true);
            Poco::URI::decode(std::string(field.substr(std::min(equals + 1, field.size()))), value, true);
            fields.emplace(std::move(name), std::move(value));
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
