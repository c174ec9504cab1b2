#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "errand/error.hpp"

namespace errand {

/// A piece of plain data: null, boolean, integer, number, text, list or map.
///
/// Parameters, outputs and everything else that crosses between errand and a plugin as data is made of it.
/// Text is UTF-8. A value owns what it holds, copies deeply and compares by content; an integer and a number are
/// different even when they are numerically equal.
class Value {
public:
    using List = std::vector<Value>;
    using Map = std::map<std::string, Value, std::less<>>;

    Value() = default;
    Value(std::nullptr_t) {}
    /// Templates, since every pointer would convert to a plain bool.
    template <class Boolean, std::enable_if_t<std::is_same_v<Boolean, bool>, int> = 0>
    Value(Boolean value) : data_(value) {}
    template <class Integer,
              std::enable_if_t<std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>, bool> = true>
    Value(Integer value) : data_(static_cast<std::int64_t>(value)) {}
    Value(double value) : data_(value) {}
    /// As a parameter of Type::duration is kept: in milliseconds, cut where it has less.
    template <class Rep, class Period>
    Value(std::chrono::duration<Rep, Period> duration)
        : Value(std::int64_t{std::chrono::duration_cast<std::chrono::milliseconds>(duration).count()}) {}
    Value(const char* value) : data_(std::string(value)) {}
    Value(std::string value) : data_(std::move(value)) {}
    Value(std::string_view value) : data_(std::string(value)) {}
    Value(List value) : data_(std::move(value)) {}
    Value(Map value) : data_(std::move(value)) {}

    bool is_null() const { return holds<std::monostate>(); }
    bool is_boolean() const { return holds<bool>(); }
    bool is_integer() const { return holds<std::int64_t>(); }
    /// True for a number with a fraction and for an integer.
    bool is_number() const { return holds<double>() || is_integer(); }
    bool is_text() const { return holds<std::string>(); }
    bool is_list() const { return holds<List>(); }
    bool is_map() const { return holds<Map>(); }

    /// \throws ValueError if the value is of another kind, as all accessors do.
    bool boolean() const { return get<bool>("a boolean"); }
    std::int64_t integer() const { return get<std::int64_t>("an integer"); }
    /// An integer is converted.
    double number() const { return is_integer() ? static_cast<double>(integer()) : get<double>("a number"); }
    const std::string& text() const { return get<std::string>("text"); }
    const List& list() const { return get<List>("a list"); }
    const Map& map() const { return get<Map>("a map"); }
    List& list() { return const_cast<List&>(std::as_const(*this).list()); }
    Map& map() { return const_cast<Map&>(std::as_const(*this).map()); }

    /// The member `key`, or nullptr when there is none or this is not a map.
    /// Lifetime: valid until this value changes.
    const Value* find(std::string_view key) const {
        if (!is_map()) return nullptr;
        const auto found = map().find(key);
        return found == map().end() ? nullptr : &found->second;
    }

    /// What kind of value this is, for messages: "null", "a boolean", "an integer", "a number", "text", "a list", "a
    /// map".
    const char* kind() const {
        constexpr const char* names[] = {"null", "a boolean", "an integer", "a number", "text", "a list", "a map"};
        return names[data_.index()];
    }

    friend bool operator==(const Value& left, const Value& right) { return left.data_ == right.data_; }
    friend bool operator!=(const Value& left, const Value& right) { return !(left == right); }

private:
    template <class T>
    bool holds() const {
        return std::holds_alternative<T>(data_);
    }
    template <class T>
    const T& get(const char* wanted) const {
        if (const T* found = std::get_if<T>(&data_)) return *found;
        throw ValueError(std::string("expected ") + wanted + ", found " + kind());
    }

    std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Map> data_;
};

}  // namespace errand
