#include "config/value_reader.hpp"

#include <string_view>

#include "config/scalars.hpp"

namespace errand {

namespace {

bool looks_like_a_number(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return !text.empty() && text.find_first_not_of("0123456789.eE+-") == std::string_view::npos &&
           (text[0] == '.' || (text[0] >= '0' && text[0] <= '9'));
}

/// What a plain scalar means where any value may stand.
std::optional<Value> read_plain(const Node& node, Problems& problems) {
    if (node.text == "true" || node.text == "false") return Value(node.text == "true");
    if (has_leading_zero(node.text) && node.text.find_first_not_of("+-0123456789") == std::string::npos) {
        problems.add(node.offset, "'" + node.text + "' has a leading zero; quote it if it is text");
        return std::nullopt;
    }
    if (!looks_like_a_number(node.text)) return Value(node.text);
    // A date or a version looks like a number without being one: what does not read as a number is text.
    Problems ignored(problems.sources());
    Node scalar = node;
    if (const auto integer = read_integer(scalar, ignored)) return Value(*integer);
    if (const auto number = read_number(scalar, ignored)) return Value(*number);
    return Value(node.text);
}

}  // namespace

std::optional<Value> read_value(const Node& node, Problems& problems) {
    switch (node.kind) {
        case Node::Kind::null:
            return Value();
        case Node::Kind::scalar:
            return node.is_plain ? read_plain(node, problems) : Value(node.text);
        case Node::Kind::list: {
            Value::List list;
            for (const Node& item : node.items) list.push_back(read_value(item, problems).value_or(Value()));
            return Value(std::move(list));
        }
        case Node::Kind::map:
            break;
    }
    Value::Map map;
    for (std::size_t i = 0; i < node.keys.size(); ++i)
        map.emplace(node.keys[i].text, read_value(node.items[i], problems).value_or(Value()));
    return Value(std::move(map));
}

}  // namespace errand
