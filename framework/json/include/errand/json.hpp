#pragma once

#include <string>
#include <string_view>

#include "errand/error.hpp"
#include "errand/value.hpp"

namespace errand {

/// Text is not JSON, or is nested deeper than 100 levels.
class JsonError : public Error {
public:
    using Error::Error;
};

/// Reads one JSON document. Integers that fit 64 bits become integers, other numbers numbers; of repeated keys the last
/// counts.
/// \throws JsonError, also for a number that no double can hold.
/// Source: RFC 8259.
Value parse_json(std::string_view text);

enum class JsonStyle { compact, indented };

/// Writes JSON with the keys in alphabetical order. Control characters are escaped, so that showing it cannot drive a
/// terminal. Bytes that are not UTF-8 become U+FFFD; a number that is not finite becomes null.
std::string to_json(const Value& value, JsonStyle style = JsonStyle::compact);

}  // namespace errand
