#include "expression/value_template.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "expression/extent.hpp"

namespace errand {

ValueTemplate ValueTemplate::parse(const Value& value) {
    if (value.is_text() && TextTemplate::has_expressions(value.text()))
        return ValueTemplate(TextTemplate::parse(value.text()));
    if (value.is_list()) {
        List items;
        for (const Value& item : value.list()) items.push_back(parse(item));
        return ValueTemplate(std::move(items));
    }
    if (value.is_map()) {
        Map members;
        for (const auto& [key, member] : value.map()) members.emplace(key, parse(member));
        return ValueTemplate(std::move(members));
    }
    return ValueTemplate(value);
}

bool ValueTemplate::is_constant() const {
    if (const auto* text = std::get_if<TextTemplate>(&form_)) return text->is_constant();
    if (const auto* items = std::get_if<List>(&form_))
        return std::all_of(items->begin(), items->end(), [](const auto& item) { return item.is_constant(); });
    if (const auto* members = std::get_if<Map>(&form_))
        return std::all_of(members->begin(), members->end(),
                           [](const auto& member) { return member.second.is_constant(); });
    return true;
}

std::vector<Expression::Reference> ValueTemplate::references() const {
    std::vector<Expression::Reference> all;
    const auto add = [&all](const ValueTemplate& part) {
        const auto some = part.references();
        all.insert(all.end(), some.begin(), some.end());
    };
    if (const auto* text = std::get_if<TextTemplate>(&form_)) all = text->references();
    if (const auto* items = std::get_if<List>(&form_)) std::for_each(items->begin(), items->end(), add);
    if (const auto* members = std::get_if<Map>(&form_))
        for (const auto& member : *members) add(member.second);
    return all;
}

Value ValueTemplate::evaluate(const Value::Map& scope) const {
    std::size_t room = std::size_t{8} << 20;
    return evaluate(scope, room);
}

Value ValueTemplate::evaluate(const Value::Map& scope, std::size_t& room) const {
    if (const auto* constant = std::get_if<Value>(&form_)) return *constant;
    if (const auto* text = std::get_if<TextTemplate>(&form_)) {
        Value value = text->evaluate(scope);
        const std::size_t size = expression::extent(value);
        if (size > room) throw EvaluationError(0, "what the expressions give is larger than 8 MiB together");
        room -= size;
        return value;
    }
    if (const auto* items = std::get_if<List>(&form_)) {
        Value::List list;
        for (const ValueTemplate& item : *items) list.push_back(item.evaluate(scope, room));
        return list;
    }
    Value::Map map;
    for (const auto& [key, member] : std::get<Map>(form_)) map.emplace(key, member.evaluate(scope, room));
    return map;
}

}  // namespace errand
