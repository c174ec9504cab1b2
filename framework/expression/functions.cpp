#include "expression/functions.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "base/suggestion.hpp"
#include "errand/json.hpp"
#include "expression/arguments.hpp"
#include "expression/comparison.hpp"
#include "expression/expression_error.hpp"
#include "expression/extent.hpp"
#include "expression/text_form.hpp"
#include "schedule/time_text.hpp"
#include "schedule/time_zone.hpp"

namespace errand::expression {

namespace {

Value apply_default(const Arguments& arguments) {
    auto value = arguments.if_there(0);
    return value && !value->is_null() ? *value : arguments.value(1);
}

Value apply_join(const Arguments& arguments) {
    const Value::List list = arguments.list(0);
    const std::string separator = arguments.text(1);
    std::string joined;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto item = text_form(list[i]);
        if (!item)
            arguments.fail(0, "has " + std::string(list[i].kind()) + " in it, which join() cannot put into text");
        joined.append(i == 0 ? "" : separator).append(*item);
        // Here, since many items may bring a long separator with each.
        if (joined.size() > kLargestResult) arguments.fail(0, "becomes a text of more than 1 MiB in join()");
    }
    return joined;
}

Value apply_length(const Arguments& arguments) {
    const Value value = arguments.value(0);
    if (value.is_list()) return value.list().size();
    if (value.is_map()) return value.map().size();
    if (!value.is_text()) arguments.fail(0, value, "text, a list or a map");
    const auto begins_code_point = [](unsigned char byte) { return (byte & 0xC0U) != 0x80U; };
    return std::count_if(value.text().begin(), value.text().end(), begins_code_point);
}

Value apply_json(const Arguments& arguments) { return to_json(arguments.value(0)); }

Value apply_from_json(const Arguments& arguments) {
    const std::string text = arguments.text(0);
    try {
        return parse_json(text);
    } catch (const JsonError&) {
        // The reason would show some of the value.
        arguments.fail(0, "is not JSON");
    }
}

Value apply_contains(const Arguments& arguments) {
    const Value whole = arguments.value(0);
    const Value part = arguments.value(1);
    if (whole.is_list())
        return std::any_of(whole.list().begin(), whole.list().end(),
                           [&](const Value& item) { return equal(item, part); });
    if (!whole.is_text()) arguments.fail(0, whole, "a list or text");
    if (!part.is_text()) arguments.fail(1, part, "text");
    return whole.text().find(part.text()) != std::string::npos;
}

std::optional<std::string> objection_to_date(std::size_t index, const Value& argument) {
    constexpr std::size_t kLongestFormat = 1024;
    if (!argument.is_text()) return std::string("is ") + argument.kind() + ", but date() expects text there";
    const std::string& text = argument.text();
    if (index == 0 && !parse_time(text)) return "is not a time such as 2026-03-01T06:00:00Z";
    if (index == 1 && text.size() > kLongestFormat) return "is longer than the 1 KiB that a format may have";
    if (index == 1 && !is_time_format(text)) return "has a '%' that date() does not know; for a percent sign, write %%";
    if (index == 2 && !is_time_zone(text)) return "is not a time zone that this machine has, such as America/Chicago";
    return std::nullopt;
}

Value apply_date(const Arguments& arguments) {
    std::vector<std::string> texts = {"", "", "UTC"};
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const Value argument = arguments.value(i);
        if (const auto objection = objection_to_date(i, argument)) arguments.fail(i, *objection);
        texts[i] = argument.text();
    }
    if (auto formatted = format_time(parse_time(texts[0]).value(), texts[1], texts[2])) return *formatted;
    arguments.fail(2, "is not known to this machine for that time; zones are known up to the year 2037");
}

Value apply_lines(const Arguments& arguments) {
    const std::string text = arguments.text(0);
    Value::List lines;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        const bool has_return = end > start && text[end - 1] == '\r';
        lines.emplace_back(text.substr(start, end - start - (has_return ? 1 : 0)));
        start = end + 1;
    }
    return lines;
}

constexpr Function kFunctions[] = {
    {"default", "default(value, fallback)", 2, 2, apply_default, true},
    {"join", "join(list, separator)", 2, 2, apply_join},
    {"length", "length(value)", 1, 1, apply_length},
    {"json", "json(value)", 1, 1, apply_json},
    {"from_json", "from_json(text)", 1, 1, apply_from_json},
    {"contains", "contains(whole, part)", 2, 2, apply_contains},
    {"date", "date(time, format[, zone])", 2, 3, apply_date, false, objection_to_date},
    {"lines", "lines(text)", 1, 1, apply_lines},
};

}  // namespace

std::string Function::arguments() const {
    const std::string count = std::to_string(least);
    if (least != most) return count + " or " + std::to_string(most) + " arguments";
    return count + (least == 1 ? " argument" : " arguments");
}

const Function* find_function(std::string_view name) {
    const auto found = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                    [&](const Function& function) { return function.name == name; });
    return found == std::end(kFunctions) ? nullptr : found;
}

std::string unknown_function(std::string_view name) {
    std::vector<std::string> names;
    for (const Function& function : kFunctions) names.emplace_back(function.name);
    return "there is no function '" + std::string(name) + '\'' + suggestion(name, names);
}

}  // namespace errand::expression
