#include "config/template_reader.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "config/scalars.hpp"
#include "config/value_reader.hpp"

namespace errand {

bool TemplateReader::has_expressions(const Node& node) {
    if (node.kind == Node::Kind::scalar) return TextTemplate::has_expressions(node.text);
    return std::any_of(node.items.begin(), node.items.end(), has_expressions);
}

ValueTemplate TemplateReader::read_value(const Node& node) {
    if (!has_expressions(node)) return ValueTemplate(errand::read_value(node, problems_).value_or(Value()));
    if (node.kind == Node::Kind::scalar) return ValueTemplate(read_text(node));
    if (node.kind == Node::Kind::list) {
        ValueTemplate::List list;
        for (const Node& item : node.items) list.push_back(read_value(item));
        return ValueTemplate(std::move(list));
    }
    ValueTemplate::Map map;
    for (std::size_t i = 0; i < node.keys.size(); ++i) map.emplace(node.keys[i].text, read_value(node.items[i]));
    return ValueTemplate(std::move(map));
}

TextTemplate TemplateReader::read_text(const Node& node) {
    try {
        TextTemplate text = TextTemplate::parse(errand::read_text(node, problems_).value_or(""));
        keep(text.references(), node);
        return text;
    } catch (const ExpressionSyntaxError& error) {
        problems_.add(offset_within(node, error.column, problems_.sources()), error.what());
        return TextTemplate::parse("");
    }
}

std::optional<Expression> TemplateReader::read_expression(const Node& node) {
    const auto text = errand::read_text(node, problems_);
    if (!text) return std::nullopt;
    constexpr std::string_view kOpen = "${{";
    constexpr std::string_view kClose = "}}";
    const bool is_marked = text->starts_with(kOpen) && text->ends_with(kClose);
    std::string_view bare = *text;
    if (is_marked) bare = bare.substr(kOpen.size(), bare.size() - kOpen.size() - kClose.size());
    try {
        Expression expression = Expression::parse(bare, is_marked ? kOpen.size() : 0);
        keep(expression.references(), node);
        return expression;
    } catch (const ExpressionSyntaxError& error) {
        problems_.add(offset_within(node, error.column, problems_.sources()), error.what());
        return std::nullopt;
    }
}

std::vector<WrittenReference> TemplateReader::take_references(bool is_per_item) {
    for (WrittenReference& reference : references_) reference.is_per_item = is_per_item;
    return std::exchange(references_, {});
}

void TemplateReader::keep(const std::vector<Expression::Reference>& references, const Node& node) {
    for (const Expression::Reference& reference : references)
        references_.push_back({offset_within(node, reference.column, problems_.sources()), reference.path});
}

std::size_t offset_within(const Node& node, std::size_t column, const Sources& sources) {
    const std::size_t begin = node.offset + (node.is_plain ? 0 : 1);
    const bool is_verbatim = sources.at(node.offset).text_from(begin).starts_with(node.text);
    return is_verbatim ? begin + column : node.offset;
}

}  // namespace errand
