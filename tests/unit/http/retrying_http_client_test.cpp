#include "http/retrying_http_client.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <ostream>

#include "errand/testing/scripted_http_client.hpp"
#include "http/http_error.hpp"
#include "support/fake_clock.hpp"
#include "support/thrown.hpp"

namespace errand {

using namespace std::chrono_literals;
using testing::thrown;
using Waits = std::vector<std::chrono::milliseconds>;

template <class Error>
testing::AnswerScript::Reply throwing(Error error) {
    return [error](const HttpRequest&) -> HttpResponse { throw error; };
}

/// A retrying client over scripted answers, by a clock that nobody waits for.
struct Retrying {
    explicit Retrying(RetryPolicy policy = {}, double random = 0.5)
        : client(
              std::unique_ptr<HttpClient>(inner), policy, clock, [random] { return random; },
              [this](std::chrono::milliseconds wait) { clock.sleep_for(wait); }) {}

    testing::FakeClock clock;
    testing::ScriptedHttpClient* inner = new testing::ScriptedHttpClient;
    RetryingHttpClient client;
};

struct StatusRow {
    int status;
    std::size_t requests;
};
std::ostream& operator<<(std::ostream& out, const StatusRow& row) { return out << row.status; }

struct FailureRow {
    const char* name;
    Failure failure;
    std::size_t requests;
};
std::ostream& operator<<(std::ostream& out, const FailureRow& row) { return out << row.name; }

BOOST_AUTO_TEST_SUITE(retrying)

const StatusRow statuses[] = {{200, 1}, {301, 1}, {400, 1}, {401, 1}, {403, 1}, {404, 1}, {409, 1},
                              {429, 2}, {500, 2}, {501, 1}, {502, 2}, {503, 2}, {504, 2}};

BOOST_DATA_TEST_CASE(retries_what_may_pass, boost::unit_test::data::make(statuses), row) {
    Retrying it;
    it.inner->answer(row.status, "").answer(200, "");
    it.client.get("https://a.example/");
    BOOST_TEST(it.inner->requests().size() == row.requests);
}

BOOST_AUTO_TEST_CASE(waits_longer_each_time_up_to_a_limit) {
    Retrying it({.max_retries = 7, .longest_wait = 3s});
    for (int i = 0; i < 8; ++i) it.inner->answer(503, "");
    BOOST_TEST(it.client.get("https://a.example/").status == 503);
    BOOST_TEST((it.clock.sleeps == Waits{125ms, 250ms, 500ms, 1000ms, 1500ms, 1500ms, 1500ms}));
}

BOOST_AUTO_TEST_CASE(gives_the_last_answer_back) {
    Retrying it;
    for (int i = 1; i <= 5; ++i) it.inner->answer(503, "answer " + std::to_string(i));
    BOOST_TEST(it.client.get("https://a.example/").body == "answer 5");
}

BOOST_AUTO_TEST_CASE(says_how_often_it_tried) {
    Retrying it;
    for (int i = 0; i < 5; ++i) it.inner->answer_with(throwing(ExchangeFailed("no route", Failure::broken, true)));
    BOOST_TEST(thrown<ExchangeFailed>([&] { it.client.get("https://a.example/"); }) == "no route (after 5 tries)");
}

BOOST_AUTO_TEST_CASE(says_nothing_of_tries_when_there_was_one) {
    Retrying it({.max_retries = 0});
    it.inner->answer_with(throwing(ServiceUnreachable("no route")));
    BOOST_TEST(thrown<ServiceUnreachable>([&] { it.client.get("https://a.example/"); }) == "no route");
}

BOOST_AUTO_TEST_CASE(never_comes_back_sooner_than_asked_nor_all_at_once) {
    Retrying it;
    it.inner->answer(429, "", {{"Retry-After", "7"}})
        .answer(503, "", {{"Date", "Fri, 15 Jan 2027 12:00:00 GMT"}, {"Retry-After", "Fri, 15 Jan 2027 12:00:02 GMT"}})
        .answer(503, "", {{"Retry-After", "0"}})
        .answer(503, "", {{"Retry-After", "soon"}})
        .answer(200, "");
    BOOST_TEST(it.client.get("https://a.example/").status == 200);
    BOOST_TEST((it.clock.sleeps == Waits{7125ms, 2250ms, 500ms, 1000ms}));
}

BOOST_AUTO_TEST_CASE(does_not_wait_for_what_comes_too_late) {
    Retrying it({.total = 30s});
    it.inner->answer(429, "", {{"Retry-After", "30"}});
    BOOST_TEST(it.client.get("https://a.example/").status == 429);
    BOOST_TEST(it.clock.sleeps.empty());
}

BOOST_AUTO_TEST_CASE(starts_no_try_after_its_total) {
    Retrying it({.max_retries = 100, .total = 2s});
    const auto slow = [&](const HttpRequest&) { return it.clock.advance(900ms), HttpResponse{503}; };
    it.inner->answer_with(slow).answer_with(slow).answer_with(slow);
    BOOST_TEST(it.client.get("https://a.example/").status == 503);
    BOOST_TEST(it.inner->requests().size() == 2u);
}

BOOST_AUTO_TEST_CASE(starts_no_try_after_the_deadline_of_the_request) {
    Retrying it;
    const HttpRequest request{.url = "https://a.example/", .deadline = it.clock.steady_now() + 370ms};
    it.inner->answer(503, "").answer(503, "");
    BOOST_TEST(it.client.send(request).status == 503);
    BOOST_TEST((it.clock.sleeps == Waits{125ms}));
}

BOOST_AUTO_TEST_CASE(repeats_only_what_may_be_repeated) {
    for (const char* method : {"GET", "HEAD", "PUT", "DELETE", "POST", "PATCH"}) {
        const bool is_safe = std::string(method) != "POST" && std::string(method) != "PATCH";
        Retrying it;
        it.inner->answer(503, "").answer(200, "");
        BOOST_TEST(it.client.send({.method = method, .url = "https://a.example/"}).status == (is_safe ? 200 : 503),
                   method);
    }
}

BOOST_AUTO_TEST_CASE(repeats_a_post_that_is_declared_repeatable) {
    Retrying it;
    it.inner->answer_with(throwing(ExchangeFailed("reset", Failure::broken, true))).answer(503, "").answer(200, "");
    BOOST_TEST(it.client.send({.method = "POST", .url = "https://a.example/", .is_repeatable = true}).status == 200);
}

BOOST_AUTO_TEST_CASE(repeats_a_post_that_never_left) {
    Retrying it;
    it.inner->answer_with(throwing(ExchangeFailed("refused", Failure::unconnected))).answer(200, "");
    BOOST_TEST(it.client.post("https://a.example/", "x").status == 200);
}

BOOST_AUTO_TEST_CASE(does_not_repeat_a_post_that_may_have_arrived) {
    Retrying it;
    it.inner->answer_with(throwing(ExchangeFailed("reset", Failure::broken, true)));
    BOOST_TEST(thrown<ExchangeFailed>([&] { it.client.post("https://a.example/", "x"); }) == "reset");
}

const FailureRow failures[] = {{"unresolved", Failure::unresolved, 2}, {"unconnected", Failure::unconnected, 2},
                               {"insecure", Failure::insecure, 2},     {"late", Failure::late, 2},
                               {"broken", Failure::broken, 2},         {"certificate", Failure::certificate, 1},
                               {"proxy", Failure::proxy_refusal, 1},   {"malformed", Failure::malformed, 1}};

BOOST_DATA_TEST_CASE(retries_no_failure_that_would_be_the_same_again, boost::unit_test::data::make(failures), row) {
    Retrying it({.max_retries = 1});
    it.inner->answer_with(throwing(ExchangeFailed("no", row.failure))).answer(200, "");
    if (row.requests == 1)
        BOOST_TEST(thrown<ExchangeFailed>([&] { it.client.get("https://a.example/"); }) == "no");
    else
        BOOST_TEST(it.client.get("https://a.example/").status == 200);
    BOOST_TEST(it.inner->requests().size() == row.requests);
}

BOOST_AUTO_TEST_CASE(takes_statuses_and_failures_from_its_policy) {
    Retrying it({.max_retries = 1, .statuses = {418}, .failures = {Failure::malformed}});
    it.inner->answer(503, "").answer(418, "").answer_with(throwing(ExchangeFailed("garbage", Failure::malformed)));
    BOOST_TEST(it.client.get("https://a.example/").status == 503);
    BOOST_TEST(thrown<ExchangeFailed>([&] { it.client.get("https://a.example/"); }) == "garbage (after 2 tries)");
}

BOOST_AUTO_TEST_CASE(lets_a_cancellation_out_of_the_wait) {
    testing::FakeClock clock;
    auto inner = std::make_unique<testing::ScriptedHttpClient>();
    inner->answer(503, "");
    RetryingHttpClient client(
        std::move(inner), {}, clock, [] { return 0.5; }, [](std::chrono::milliseconds) { throw Cancelled("stop"); });
    BOOST_TEST(thrown<Cancelled>([&] { client.get("https://a.example/"); }) == "stop");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
