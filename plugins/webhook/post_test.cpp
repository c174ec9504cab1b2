#include "post.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "errand/json.hpp"
#include "errand/testing.hpp"
#include "signature.hpp"

namespace errand::webhook {

using testing::TaskResult;
using Kind = Outcome::Kind;

constexpr char kHook[] = "https://hooks.example.org/services/T01/Xyz9";

struct Hook : testing::TaskHarness<Post> {
    HttpRequest sent() { return http().requests().at(0); }
    std::string header(const char* name) { return sent().headers.find(name).value_or("none"); }
    /// Gives the members of a JSON object as parameters.
    Hook& with(const char* parameters) {
        const Value given = parse_json(parameters);
        for (const auto& [name, value] : given.map()) parameter(name, value);
        return *this;
    }
};

struct PublicHook : Hook {
    PublicHook() { parameter("url", kHook); }
};

struct SecretHook : Hook {
    SecretHook() { parameter("secret_url", kHook); }
};

BOOST_FIXTURE_TEST_SUITE(post, PublicHook)

BOOST_AUTO_TEST_CASE(tells_nothing_unless_the_job_does) {
    http().answer(200, "OK");
    const TaskResult result = run();
    BOOST_TEST(result.outcome.message == "POST to https://hooks.example.org/services/T01/Xyz9 was answered with 200");
    BOOST_TEST(to_json(result.outputs) == R"({"body":"OK","status":200})");
    BOOST_TEST(sent().method == "POST");
    BOOST_TEST(sent().url == kHook);
    BOOST_TEST(sent().body == "");
    BOOST_TEST(header("Content-Type") == "none");
    BOOST_TEST(header("Idempotency-Key") == "test-run/post");
    BOOST_TEST(header("X-Signature-256") == "none");
    BOOST_TEST(!sent().is_repeatable);
    BOOST_TEST(!sent().follows_redirects);
    BOOST_CHECK(sent().deadline == std::chrono::steady_clock::time_point::max());
}

BOOST_AUTO_TEST_CASE(tells_json) {
    with(R"({"json": {"text": "done", "n": [1]}, "method": "PUT", "suffix": "/start"})").http().answer(204, "");
    BOOST_TEST(run().outcome.ok());
    BOOST_TEST(sent().method == "PUT");
    BOOST_TEST(sent().url == std::string(kHook) + "/start");
    BOOST_TEST(sent().body == R"({"n":[1],"text":"done"})");
    BOOST_TEST(header("Content-Type") == "application/json");
}

BOOST_AUTO_TEST_CASE(tells_text) {
    with(R"({"text": "done"})").http().answer(200, "").repeat();
    BOOST_TEST(run().outcome.ok());
    BOOST_TEST(sent().body == "done");
    BOOST_TEST(header("Content-Type") == "text/plain; charset=utf-8");
    BOOST_TEST(with(R"({"content_type": "text/markdown"})").run().outcome.ok());
    BOOST_TEST(http().requests().at(1).headers.find("Content-Type").value() == "text/markdown");
}

BOOST_AUTO_TEST_CASE(may_be_sent_again_if_the_job_says_so) {
    with(R"({"idempotent": true, "idempotency_key": "slot 7", "timeout": 5000})").http().answer(200, "");
    const auto before = std::chrono::steady_clock::now();
    BOOST_TEST(run().outcome.ok());
    BOOST_TEST(sent().is_repeatable);
    BOOST_TEST(header("Idempotency-Key") == "slot 7");
    BOOST_CHECK(sent().deadline >= before + std::chrono::seconds(5));
    BOOST_CHECK(sent().deadline <= std::chrono::steady_clock::now() + std::chrono::seconds(5));
}

BOOST_AUTO_TEST_CASE(may_have_no_idempotency_key) {
    with(R"({"idempotency_key": ""})").http().answer(200, "");
    BOOST_TEST(run().outcome.ok());
    BOOST_TEST(header("Idempotency-Key") == "none");
}

BOOST_AUTO_TEST_CASE(is_signed) {
    with(R"({"text": "Hello, World!", "signing_secret": "It's a Secret to Everybody"})")
        .http()
        .answer(200, "")
        .repeat();
    BOOST_TEST(run().outcome.ok());
    BOOST_TEST(header("X-Signature-256") == "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    with(R"({"signature_header": "X-Time-Signature", "signed_time": true})");
    BOOST_TEST(run().outcome.ok());
    const std::string timed = http().requests().at(1).headers.find("X-Time-Signature").value();
    const std::string seconds = timed.substr(2, timed.find(',') - 2);
    BOOST_TEST(timed ==
               "t=" + seconds + ",v1=" + hmac_sha256(Secret("It's a Secret to Everybody"), seconds + ".Hello, World!"));
    const std::int64_t now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    BOOST_TEST(std::stoll(seconds) <= now);
    BOOST_TEST(std::stoll(seconds) >= now - 3600);
}

BOOST_AUTO_TEST_SUITE_END()

struct Refused {
    int status;
    Kind kind;
    const char* shown_status;

    friend std::ostream& operator<<(std::ostream& out, const Refused& row) { return out << row.status; }
};

const Refused refused[] = {{302, Kind::failure, "302"},
                           {404, Kind::failure, "404"},
                           {429, Kind::service_unreachable, "429"},
                           {500, Kind::service_unreachable, "500"},
                           {503, Kind::service_unreachable, "503"}};

BOOST_AUTO_TEST_SUITE(post_failure)

BOOST_DATA_TEST_CASE(is_of_the_kind_of_its_answer, boost::unit_test::data::make(refused), row) {
    PublicHook hook;
    hook.http().answer(row.status, "no_service\n").answer(row.status, "");
    const TaskResult result = hook.run();
    BOOST_CHECK(result.outcome.kind == row.kind);
    const std::string answered = std::string("POST to ") + kHook + " was answered with " + row.shown_status;
    BOOST_TEST(result.outcome.message == answered + ", expected 2xx: no_service\\n");
    BOOST_TEST(result.outputs.empty());
    BOOST_TEST(hook.run().outcome.message == answered + ", expected 2xx");
}

BOOST_FIXTURE_TEST_CASE(tells_nothing_of_a_secret_url, SecretHook) {
    http().answer(404, "Cannot POST /services/T01/Xyz9").answer(200, "Xyz9 took it");
    http().fail(std::string("POST ") + kHook + ": hooks.example.org:443 broke the connection");
    http().answer_with([](const HttpRequest& request) -> HttpResponse {
        throw Error("the URL '" + request.url + "' cannot be used: it is too long");
    });
    BOOST_TEST(run().outcome.message == "POST to the secret URL was answered with 404, expected 2xx: Cannot POST ***");
    const TaskResult taken = run();
    BOOST_TEST(taken.outcome.message == "POST to the secret URL was answered with 200");
    BOOST_TEST(taken.outputs.at("body").text() == "*** took it");
    const TaskResult unreachable = run();
    BOOST_CHECK(unreachable.outcome.kind == Kind::service_unreachable);
    BOOST_TEST(unreachable.outcome.message == "POST ***: hooks.example.org:443 broke the connection");
    const TaskResult unusable = run();
    BOOST_CHECK(unusable.outcome.kind == Kind::failure);
    BOOST_TEST(unusable.outcome.message == "the URL '***' cannot be used: it is too long");
    BOOST_TEST(sent().url == kHook);
}

BOOST_FIXTURE_TEST_CASE(hides_what_is_added_to_a_secret_url, SecretHook) {
    parameter("suffix", "/fail").http().answer(404, "no check at /services/T01/Xyz9/fail");
    BOOST_TEST(run().outcome.message == "POST to the secret URL was answered with 404, expected 2xx: no check at ***");
}

BOOST_FIXTURE_TEST_CASE(may_be_that_the_run_ends, PublicHook) {
    cancel();
    BOOST_CHECK(run().outcome.kind == Kind::cancelled);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(post_preview)

BOOST_AUTO_TEST_CASE(says_what_would_be_told_to_whom) {
    Hook hook;
    hook.with(R"({"secret_url": "***", "json": {"a": 1}, "signing_secret": "***"})");
    BOOST_TEST(hook.preview().message ==
               "POST to the secret URL with 7 bytes of application/json, signed in X-Signature-256");
    Hook bare;
    BOOST_TEST(bare.with(R"({"url": "https://a.example.org/x?key=k"})").preview().message ==
               "POST to https://a.example.org/x");
}

BOOST_AUTO_TEST_SUITE_END()

struct BadPost {
    const char* title;
    const char* parameters;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadPost& row) { return out << row.title; }
};

const BadPost bad_posts[] = {
    {"no URL", "{}", "there is neither 'url' nor 'secret_url'; give one of them"},
    {"two URLs", R"({"url": "https://a.example.org", "secret_url": "https://b.example.org"})",
     "there are both 'url' and 'secret_url'; give one of them"},
    {"a secret that is no URL", R"({"secret_url": "hooks.example.org/Xyz9"})",
     "what 'secret_url' leads to is no URL: it must begin with https://"},
    {"two bodies", R"({"url": "https://a.example.org", "json": 1, "text": "x"})",
     "there are both 'text' and 'json'; give one of them"},
};

BOOST_AUTO_TEST_SUITE(bad_post)

BOOST_DATA_TEST_CASE(is_not_sent, boost::unit_test::data::make(bad_posts), row) {
    Hook hook;
    BOOST_TEST(hook.with(row.parameters).run().outcome.message == row.message);
    BOOST_TEST(hook.http().requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::webhook
