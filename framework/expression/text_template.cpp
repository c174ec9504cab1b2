#include "expression/text_template.hpp"

#include <algorithm>
#include <utility>

#include "expression/extent.hpp"
#include "expression/lexer.hpp"
#include "expression/text_form.hpp"

namespace errand {

namespace {

constexpr std::string_view kOpen = "${{";
constexpr std::string_view kClose = "}}";

/// Where the `}}` is that ends the expression whose `${{` is at `open`.
std::size_t close_of(std::string_view text, std::size_t open) {
    std::size_t at = open + kOpen.size();
    while (true) {
        at = text.find_first_of("'}", at);
        if (at == std::string_view::npos) throw ExpressionSyntaxError(open, "the '${{' is not closed, expected '}}'");
        if (text.substr(at, kClose.size()) == kClose) return at;
        if (text[at] == '\'') {
            const std::size_t quote = at;
            at = text.find('\'', quote + 1);
            if (at == std::string_view::npos) expression::fail_unclosed_text(quote);
        }
        ++at;
    }
}

bool is_blank(const std::string& text) { return text.find_first_not_of(expression::kBlanks) == std::string::npos; }

}  // namespace

TextTemplate TextTemplate::parse(std::string_view text) {
    TextTemplate parsed(text);
    std::string literal;
    std::size_t at = 0;
    for (std::size_t open = text.find(kOpen); open != std::string_view::npos; open = text.find(kOpen, at)) {
        literal += text.substr(at, open - at);
        at = open + kOpen.size();
        if (!literal.empty() && literal.back() == '$') {
            literal.pop_back();
            literal += kOpen;
            continue;
        }
        const std::size_t close = close_of(text, open);
        if (!literal.empty()) parsed.pieces_.emplace_back(std::exchange(literal, {}));
        parsed.pieces_.emplace_back(Inserted{Expression::parse(text.substr(at, close - at), at), open});
        at = close + kClose.size();
    }
    literal += text.substr(at);
    if (!literal.empty()) parsed.pieces_.emplace_back(std::move(literal));
    return parsed;
}

bool TextTemplate::is_constant() const {
    return std::none_of(pieces_.begin(), pieces_.end(),
                        [](const Piece& piece) { return std::holds_alternative<Inserted>(piece); });
}

std::vector<Expression::Reference> TextTemplate::references() const {
    std::vector<Expression::Reference> all;
    for (const Piece& piece : pieces_) {
        const auto* inserted = std::get_if<Inserted>(&piece);
        if (!inserted) continue;
        const auto some = inserted->expression.references();
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

const Expression* TextTemplate::only_expression() const {
    const Expression* only = nullptr;
    for (const Piece& piece : pieces_) {
        const auto* inserted = std::get_if<Inserted>(&piece);
        const bool is_in_text = inserted ? only != nullptr : !is_blank(std::get<std::string>(piece));
        if (is_in_text) return nullptr;
        if (inserted) only = &inserted->expression;
    }
    return only;
}

Value TextTemplate::evaluate(const Value::Map& scope) const {
    if (const Expression* only = only_expression()) return only->evaluate(scope);
    std::string text;
    for (const Piece& piece : pieces_) {
        if (const auto* inserted = std::get_if<Inserted>(&piece)) {
            const Value value = inserted->expression.evaluate(scope);
            const auto form = expression::text_form(value);
            if (!form)
                throw EvaluationError(inserted->column, '\'' + inserted->expression.text() + "' is " + value.kind() +
                                                            " within a text; use " +
                                                            (value.is_list() ? "join() or json()" : "json()"));
            text += *form;
        } else {
            text += std::get<std::string>(piece);
        }
        if (text.size() > expression::kLargestResult)
            throw EvaluationError(0, "the text becomes larger than 1 MiB with what its expressions give");
    }
    return text;
}

}  // namespace errand
