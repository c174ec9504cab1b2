#include "expression/comparison.hpp"

#include <algorithm>
#include <compare>
#include <cstdint>

namespace errand::expression {

namespace {

/// Where an integer and a number meet, both in a type that holds either without rounding.
std::partial_ordering order_of_numbers(const Value& left, const Value& right) {
    static_assert(sizeof(long double) > sizeof(double), "a long double must hold 64 bits");
    const auto exact = [](const Value& value) {
        return value.is_integer() ? static_cast<long double>(value.integer()) : value.number();
    };
    return exact(left) <=> exact(right);
}

std::optional<std::partial_ordering> order_of(const Value& left, const Value& right) {
    if (left.is_number() && right.is_number()) return order_of_numbers(left, right);
    if (left.is_text() && right.is_text()) return left.text() <=> right.text();
    return std::nullopt;
}

}  // namespace

bool equal(const Value& left, const Value& right) {
    if (left.is_number() && right.is_number()) return std::is_eq(order_of_numbers(left, right));
    if (left.is_list() && right.is_list())
        return std::equal(left.list().begin(), left.list().end(), right.list().begin(), right.list().end(), equal);
    if (left.is_map() && right.is_map())
        return std::equal(left.map().begin(), left.map().end(), right.map().begin(), right.map().end(),
                          [](const auto& one, const auto& other) {
                              return one.first == other.first && equal(one.second, other.second);
                          });
    return left == right;
}

std::optional<bool> compare(const Value& left, std::string_view symbol, const Value& right) {
    if (symbol == "==") return equal(left, right);
    if (symbol == "!=") return !equal(left, right);
    const auto order = order_of(left, right);
    if (!order) return std::nullopt;
    if (symbol == "<") return std::is_lt(*order);
    if (symbol == "<=") return std::is_lteq(*order);
    if (symbol == ">") return std::is_gt(*order);
    return std::is_gteq(*order);
}

}  // namespace errand::expression
