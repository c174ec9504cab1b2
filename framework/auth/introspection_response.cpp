#include "auth/introspection_response.hpp"

#include <chrono>

#include "auth/fingerprint.hpp"
#include "errand/json.hpp"

namespace errand {

std::optional<Value> parse_introspection_response(std::string_view body) {
    try {
        Value answer = parse_json(body);
        const Value* active = answer.find("active");
        if (active && active->is_boolean()) return answer;
    } catch (const JsonError&) {  // It is no such answer.
    }
    return std::nullopt;
}

std::optional<Clock::CalendarTime> introspected_time(std::string_view name, const Value& member) {
    if ((name != "exp" && name != "iat" && name != "nbf") || !member.is_integer()) return std::nullopt;
    const std::chrono::seconds since_1970(member.integer());
    constexpr auto kLast = std::chrono::floor<std::chrono::seconds>(Clock::CalendarTime::max().time_since_epoch());
    if (since_1970 < std::chrono::seconds::zero() || since_1970 > kLast) return std::nullopt;
    return Clock::CalendarTime(since_1970);
}

Value without_token(const Value& answer, const Secret& token) {
    const auto shown = [&token](const std::string& text) {
        return text.find(token.reveal()) == std::string::npos ? text : short_hash(token);
    };
    if (answer.is_text()) return shown(answer.text());
    if (answer.is_list()) {
        Value::List items;
        for (const Value& item : answer.list()) items.push_back(without_token(item, token));
        return items;
    }
    if (!answer.is_map()) return answer;
    Value::Map members;
    for (const auto& [name, member] : answer.map()) members.emplace(shown(name), without_token(member, token));
    return members;
}

}  // namespace errand
