#include "json_pointer.hpp"

#include <algorithm>
#include <charconv>

namespace errand::http {

namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
    throw ValueError("'" + std::string(text) + "' is no JSON Pointer: " + why);
}

std::string unescaped(std::string_view name, std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] != '~') {
            plain += name[i];
            continue;
        }
        const char next = ++i < name.size() ? name[i] : '\0';
        if (next != '0' && next != '1') refuse(text, "only 0 or 1 may follow a '~'; write '~' itself as ~0");
        plain += next == '0' ? '~' : '/';
    }
    return plain;
}

const Value* item(const Value::List& list, std::string_view name) {
    const char* const end = name.data() + name.size();
    std::size_t index = 0;
    const auto [stopped, error] = std::from_chars(name.data(), end, index);
    const bool is_index = error == std::errc() && stopped == end && (name.size() == 1 || name.front() != '0');
    return is_index && index < list.size() ? &list[index] : nullptr;
}

}  // namespace

JsonPointer::JsonPointer(std::string_view text) : text_(text) {
    if (!text.empty() && text.front() != '/') refuse(text, "it must begin with '/'");
    for (std::string_view rest = text; !rest.empty();) {
        rest.remove_prefix(1);
        const std::size_t end = std::min(rest.find('/'), rest.size());
        names_.push_back(unescaped(rest.substr(0, end), text));
        rest.remove_prefix(end);
    }
}

const Value* JsonPointer::find(const Value& document) const {
    const Value* found = &document;
    for (const std::string& name : names_) {
        found = found->is_list() ? item(found->list(), name) : found->find(name);
        if (found == nullptr) break;
    }
    return found;
}

}  // namespace errand::http
