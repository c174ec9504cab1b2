// The texts of a job file that have expressions in them.
#include <algorithm>
#include <string>

#include "errand/json.hpp"
#include "expression/text_template.hpp"
#include "fuzz/fuzz_target.hpp"
#include "fuzz/targets.hpp"

namespace errand::fuzz {

namespace {

const Value::Map& example_scope() {
    static const Value scope = parse_json(
        R"({"params": {"name": "Ada", "count": 2, "half": 0.5, "on": true, "none": null},
            "run": {"scheduled_for": "2026-03-01T06:00:00Z"},
            "tasks": {"list": {"outputs": {"items": ["a", "b", ["c"]], "body": "{\"id\": [1]}", "zone": "Asia/Tokyo"}}}})");
    return scope.map();
}

/// The bytes of all texts and keys in `value`.
std::size_t text_in(const Value& value) {
    std::size_t sum = value.is_text() ? value.text().size() : 0;
    if (value.is_list())
        for (const Value& item : value.list()) sum += text_in(item);
    if (value.is_map())
        for (const auto& [key, member] : value.map()) sum += key.size() + text_in(member);
    return sum;
}

void require_message(const std::string& message, std::size_t column, std::string_view input) {
    require(column <= input.size(), "an error has a place in the text");
    require(!message.empty() &&
                std::none_of(message.begin(), message.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; }),
            "a message is one printable line");
}

}  // namespace

void text_template(std::string_view input) {
    try {
        const TextTemplate text = TextTemplate::parse(input);
        require(text.text() == input, "a template keeps its text");
        require(text.is_constant() || TextTemplate::has_expressions(input), "a template without a mark is constant");
        for (const Expression::Reference& reference : text.references())
            require(!reference.path.empty() && input.substr(reference.column).starts_with(reference.path[0]),
                    "a reference stands where it says");
        const Value value = text.evaluate(example_scope());
        require(text_in(value) <= std::size_t{1} << 20, "what a template gives is bounded");
        require(value == text.evaluate(example_scope()), "a template gives the same each time");
    } catch (const ExpressionSyntaxError& error) {
        require_message(error.what(), error.column, input);
    } catch (const EvaluationError& error) {
        require_message(error.what(), error.column, input);
    }
}

}  // namespace errand::fuzz
