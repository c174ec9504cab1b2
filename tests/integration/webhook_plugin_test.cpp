#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include "errand/json.hpp"
#include "support/normalised.hpp"
#include "support/raw_server.hpp"
#include "support/workspace.hpp"

namespace fs = std::filesystem;
using namespace errand::testing;
using errand::Value;

namespace {

/// A receiver of webhooks, whose URL is the secret in the file `hook`, and the job `job` with one task for it.
struct WebhookPlugin : Workspace {
    explicit WebhookPlugin(ServerScript script = {{{answer(200, "ok")}}}) : receiver(std::move(script)) {
        configure("http: {timeout: 10s, retries: 1}\n");
        write_secret("hook", receiver.url("/services/T0/Very-Secret9"));
        write_secret("key", "It's a Secret to Everybody");
    }
    /// \param with lines of parameters besides the URL
    CommandResult run_task(const std::string& with = {}) {
        write("job.yaml",
              "name: job\ntasks:\n  - name: tell\n    uses: webhook.post\n    with:\n"
              "      secret_url: {file: hook}\n" +
                  with);
        const CommandResult result = run({"run", "--json", "./job.yaml"});
        // Neither in whole nor in part, wherever it was printed.
        for (const char* part : {"Very-Secret9", "/services"})
            BOOST_TEST((result.out + result.err).find(part) == std::string::npos);
        return result;
    }
    void write_secret(const std::string& name, const std::string& text) const {
        write(name, text);
        fs::permissions(path() / name, fs::perms(0600));
    }
    std::string message_in(const CommandResult& result) const {
        const Value report = errand::parse_json(normalised(result.out, *this));
        return report.find("tasks")->list().at(0).find("message")->text();
    }
    /// Whether the request that came as the `number`th has `part` in it.
    bool was_sent(std::size_t number, const std::string& part) const {
        return receiver.requests().at(number).find(part) != std::string::npos;
    }

    const RawServer receiver;
};

/// Repeats what it was asked for, as many servers do.
struct Repeating : WebhookPlugin {
    Repeating() : WebhookPlugin({{{answer(404, "Cannot POST /services/T0/Very-Secret9")}}}) {}
};

/// Is busy once, and then takes it.
struct Busy : WebhookPlugin {
    Busy() : WebhookPlugin({{{answer(503, "busy")}, {answer(200, "ok")}}, {{answer(200, "ok")}}}) {}
};

struct BrokenOff : WebhookPlugin {
    BrokenOff() : WebhookPlugin({{{reset()}}, {{reset()}}}) {}
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(webhook_plugin, WebhookPlugin)

BOOST_AUTO_TEST_CASE(tells_something_to_a_secret_url) {
    const CommandResult result = run_task("      json: {text: done}\n");
    BOOST_TEST_REQUIRE(result.exit_code == 0, result.out);
    BOOST_TEST(message_in(result) == "POST to the secret URL was answered with 200");
    BOOST_TEST(was_sent(0, "POST /services/T0/Very-Secret9 HTTP/1.1\r\n"));
    BOOST_TEST(was_sent(0, "\r\nContent-Type: application/json\r\n"));
    BOOST_TEST(was_sent(0, "\r\nIdempotency-Key: "));
    BOOST_TEST(receiver.requests().at(0).ends_with("\r\n\r\n{\"text\":\"done\"}"));
}

BOOST_AUTO_TEST_CASE(signs_what_it_tells) {
    const CommandResult result = run_task("      text: Hello, World!\n      signing_secret: {file: key}\n");
    BOOST_TEST_REQUIRE(result.exit_code == 0, result.out);
    BOOST_TEST(was_sent(
        0, "\r\nX-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\r\n"));
}

BOOST_AUTO_TEST_CASE(pings) {
    BOOST_TEST_REQUIRE(run_task("      suffix: /fail\n").exit_code == 0);
    BOOST_TEST(was_sent(0, "POST /services/T0/Very-Secret9/fail HTTP/1.1\r\n"));
    BOOST_TEST(was_sent(0, "\r\nContent-Length: 0\r\n"));
}

BOOST_AUTO_TEST_CASE(sends_nothing_in_the_clear_beyond_this_machine) {
    write_secret("hook", "http://192.0.2.1/services/T0/Very-Secret9");
    const CommandResult result = run_task();
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(message_in(result) ==
               "http://192.0.2.1:80***: refused: http:// is for loopback addresses only; use https://");
}

BOOST_AUTO_TEST_CASE(does_not_tell_a_secret_that_cannot_be_used) {
    write_secret("hook", "https://user:pw@example.org/services/T0/Very-Secret9");
    BOOST_TEST(run_task().exit_code == 1);
    write_secret("hook", "https://example.org/services/T0/Very-Secret9 and more");
    BOOST_TEST(run_task().exit_code == 1);
    write_secret("hook", "ftp://example.org/services/T0/Very-Secret9");
    BOOST_TEST(message_in(run_task()) == "what 'secret_url' leads to is no URL: it must begin with https://");
}

BOOST_FIXTURE_TEST_CASE(does_not_tell_what_a_service_repeats, Repeating) {
    const CommandResult result = run_task();
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(message_in(result) == "POST to the secret URL was answered with 404, expected 2xx: Cannot POST ***");
}

BOOST_FIXTURE_TEST_CASE(sends_it_once_unless_the_job_lets_it_be_sent_again, Busy) {
    BOOST_TEST(run_task().exit_code == 69);
    BOOST_TEST(receiver.requests().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(sends_it_again_if_the_job_says_so, Busy) {
    BOOST_TEST(run_task("      idempotent: true\n").exit_code == 0);
    BOOST_TEST(receiver.requests().size() == 2U);
    const auto key_of = [](const std::string& request) {
        const std::size_t key = request.find("\r\nIdempotency-Key: ");
        return request.substr(key, request.find("\r\n", key + 2) - key);
    };
    BOOST_TEST(key_of(receiver.requests().at(0)) == key_of(receiver.requests().at(1)));
}

BOOST_FIXTURE_TEST_CASE(does_not_tell_a_secret_url_that_cannot_be_reached, BrokenOff) {
    const CommandResult result = run_task("      idempotent: true\n");
    BOOST_TEST(result.exit_code == 69);
    BOOST_TEST(message_in(result) == "POST ***: 127.0.0.1:PORT broke the connection (after 2 tries)");
}

BOOST_AUTO_TEST_SUITE_END()
