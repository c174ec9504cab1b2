#include "job/scope_template.hpp"

#include <algorithm>

namespace errand {

namespace {

bool is_harmless(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._:/-").find(c) != std::string_view::npos;
}

const std::string& value_for(std::string_view scope, std::string_view name, const Value::Map& parameters) {
    const std::string subject =
        "the scope '" + std::string(scope) + "' needs the parameter '" + std::string(name) + "'";
    const auto found = parameters.find(name);
    if (found == parameters.end()) throw ValueError(subject);
    if (!found->second.is_text()) throw ValueError(subject + " to be text");
    const std::string& value = found->second.text();
    // The value may be a secret, so the message does not repeat it.
    if (value.empty() || !std::all_of(value.begin(), value.end(), is_harmless))
        throw ValueError(subject + " to hold only letters, digits and ._:/-");
    return value;
}

}  // namespace

std::string fill_scope(std::string_view scope, const Value::Map& parameters) {
    std::string filled;
    std::string_view rest = scope;
    for (std::size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
        const std::size_t close = rest.find('}', open);
        if (close == std::string_view::npos)
            throw ValueError("the plugin describes the scope '" + std::string(scope) +
                             "', in which a '{' is not closed");
        filled += rest.substr(0, open);
        filled += value_for(scope, rest.substr(open + 1, close - open - 1), parameters);
        rest.remove_prefix(close + 1);
    }
    return filled.append(rest);
}

}  // namespace errand
