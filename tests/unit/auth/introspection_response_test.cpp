#include "auth/introspection_response.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <ostream>

#include "auth/fingerprint.hpp"
#include "errand/json.hpp"

namespace errand {

BOOST_AUTO_TEST_SUITE(introspection_response)

struct AboutToken {
    const char* title;
    const char* body;
    bool is_answer;

    friend std::ostream& operator<<(std::ostream& out, const AboutToken& row) { return out << row.title; }
};

const AboutToken about_tokens[] = {
    {"active", R"({"active": true, "scope": "a"})", true},
    {"not active", R"({"active": false})", true},
    {"text for a boolean", R"({"active": "true"})", false},
    {"nothing of it", R"({"scope": "a"})", false},
    {"a list", "[true]", false},
    {"HTML", "<html>", false},
    {"empty", "", false},
};

BOOST_DATA_TEST_CASE(says_whether_the_token_is_active, boost::unit_test::data::make(about_tokens), row) {
    BOOST_TEST(parse_introspection_response(row.body).has_value() == row.is_answer);
}

struct ToldTime {
    const char* title;
    const char* name;
    Value member;
    std::optional<std::int64_t> seconds;

    friend std::ostream& operator<<(std::ostream& out, const ToldTime& row) { return out << row.title; }
};

/// 2262-04-11T23:47:16Z, the last second of a clock that counts nanoseconds.
constexpr std::int64_t kLastSecond = 9'223'372'036;

const ToldTime told_times[] = {
    {"an end", "exp", 1'764'000'000, 1'764'000'000},
    {"a beginning", "nbf", 0, 0},
    {"an issue", "iat", 1, 1},
    {"another member", "active_since", 1, std::nullopt},
    {"text", "exp", "1764000000", std::nullopt},
    {"a fraction", "exp", 1.5, std::nullopt},
    {"before the clock begins", "iat", -1, std::nullopt},
    {"the last moment", "exp", kLastSecond, kLastSecond},
    {"a moment too late", "exp", kLastSecond + 1, std::nullopt},
    {"the largest number", "exp", std::numeric_limits<std::int64_t>::max(), std::nullopt},
    {"the smallest number", "exp", std::numeric_limits<std::int64_t>::min(), std::nullopt},
};

BOOST_DATA_TEST_CASE(tells_times_that_a_clock_can_show, boost::unit_test::data::make(told_times), row) {
    std::optional<std::int64_t> seconds;
    if (const auto time = introspected_time(row.name, row.member))
        seconds = std::chrono::floor<std::chrono::seconds>(time->time_since_epoch()).count();
    BOOST_CHECK(seconds == row.seconds);
}

BOOST_AUTO_TEST_CASE(repeats_no_token) {
    const Secret token("t0ken-1");
    const Value answer = parse_json(
        R"({"active": true, "token": "t0ken-1", "is t0ken-1": null, "more": ["Bearer t0ken-1", "other", 7]})");
    const std::string hash = short_hash(token);
    const Value expected =
        Value::Map{{"active", true}, {"token", hash}, {hash, Value()}, {"more", Value::List{hash, "other", 7}}};
    BOOST_TEST(to_json(without_token(answer, token)) == to_json(expected));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
