#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "errand/secret.hpp"
#include "errand/value.hpp"

namespace errand {

/// The answer about a token: a map with the boolean `active`. Nothing if `body` is something else. What else the map
/// holds is the server's: neither checked nor printable.
/// Source: RFC 7662 section 2.2.
std::optional<Value> parse_introspection_response(std::string_view body);

/// The moment that the member `name` of such an answer tells. Nothing for members that tell none, and for a moment that
/// no clock here can show.
/// Source: RFC 7662 section 2.2: `exp`, `iat` and `nbf`, in seconds since 1970.
std::optional<Clock::CalendarTime> introspected_time(std::string_view name, const Value& member);

/// The answer with the hash of the token in place of every text that holds it, names of members among them, for a
/// server may repeat what it was asked about.
Value without_token(const Value& answer, const Secret& token);

}  // namespace errand
