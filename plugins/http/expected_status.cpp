#include "expected_status.hpp"

#include <algorithm>

#include "errand/json.hpp"

namespace errand::http {

namespace {

constexpr int kFirst = 200;
constexpr int kLast = 599;

}  // namespace

ExpectedStatus::ExpectedStatus(const Value::List& items) {
    if (items.empty()) throw ValueError("'expected_status' is empty, so no answer would do");
    for (const Value& item : items) ranges_.push_back(read(item));
}

bool ExpectedStatus::has(int status) const {
    return std::any_of(ranges_.begin(), ranges_.end(),
                       [&](const Range& range) { return range.first <= status && status <= range.last; });
}

std::string ExpectedStatus::text() const {
    std::string text;
    for (const Range& range : ranges_) {
        text += text.empty() ? "" : " or ";
        text += range.first == range.last ? std::to_string(range.first) : std::to_string(range.first / 100) + "xx";
    }
    return text;
}

ExpectedStatus::Range ExpectedStatus::read(const Value& item) {
    if (item.is_integer() && item.integer() >= kFirst && item.integer() <= kLast)
        return {static_cast<int>(item.integer()), static_cast<int>(item.integer())};
    for (int first = kFirst; first <= kLast; first += 100)
        if (item == Value(std::to_string(first / 100) + "xx")) return {first, first + 99};
    throw ValueError("'expected_status' has " + to_json(item) +
                     ", which is neither an integer from 200 to 599 nor one of 2xx, 3xx, 4xx and 5xx");
}

}  // namespace errand::http
