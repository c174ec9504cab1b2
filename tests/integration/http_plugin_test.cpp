#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include "base/landlock.hpp"
#include "errand/json.hpp"
#include "support/file_text.hpp"
#include "support/normalised.hpp"
#include "support/raw_server.hpp"
#include "support/workspace.hpp"

namespace fs = std::filesystem;
using namespace errand::testing;
using errand::Value;

namespace {

constexpr char kToken[] = "t0ken-of-the-client";
/// The same, as errand shows it.
constexpr char kShownToken[] = "token:fd725e5f";

/// An API beside the token endpoint of its provider, and the job `job` with one request to it.
struct HttpPlugin : Workspace {
    explicit HttpPlugin(std::vector<Answer> answers = {{answer(200, R"({"items": [{"id": 7}]})")}})
        : api({std::move(answers)}) {
        configure("http: {timeout: 10s, retries: 0}\nproviders:\n  p:\n    type: oauth2\n    token_url: " +
                  auth.url("/token") + "\n    client_id: me\n    client_secret: {env: SECRET}\n");
        set("SECRET=hunter2-hunter2");
    }
    /// Runs a task with these parameters besides the URL, and `more` keys of the task.
    CommandResult run_request(const std::string& with, const std::string& more = {}) {
        write_request(with, more);
        return run({"run", "--json", "./job.yaml"});
    }
    void write_request(const std::string& with, const std::string& more = {}) const {
        write("job.yaml", "name: job\ntasks:\n  - name: get\n    uses: http.request\n    with:\n      url: " +
                              api.url("/items?page=1") + "\n" + with + more);
    }
    Value task_in(const CommandResult& result) const {
        return errand::parse_json(normalised(result.out, *this)).find("tasks")->list().at(0);
    }
    std::string message_in(const CommandResult& result) const { return task_in(result).find("message")->text(); }

    const std::string scopes = "    scopes: {api.example.org: ['items:read']}\n";
    const RawServer auth{
        {{{answer(200, std::string(R"({"access_token":")") + kToken + R"(","token_type":"Bearer","expires_in":3600})",
                  "Content-Type: application/json\r\n")}}}};
    const RawServer api;
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// With an API that refuses, and tells what it was sent.
struct Echoing : HttpPlugin {
    Echoing() : HttpPlugin({{answer(404, std::string("Authorization: Bearer ") + kToken)}}) {}
};

/// With an API that wants another scope.
struct Challenging : HttpPlugin {
    Challenging()
        : HttpPlugin({{answer(403, "<html>Forbidden</html>",
                              "Content-Type: text/html\r\nWWW-Authenticate: Bearer error=\"insufficient_scope\", "
                              "error_description=\"Ask for more\", scope=\"items:write\"\r\n")}}) {}
};

/// Its token is where the body is cut in a message.
struct EchoingLate : HttpPlugin {
    EchoingLate() : HttpPlugin({{answer(404, std::string(180, '.') + " Bearer " + kToken + " and more")}}) {}
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(http_plugin, HttpPlugin)

BOOST_AUTO_TEST_CASE(signs_a_request_where_the_job_names_scopes) {
    const CommandResult result = run_request("      outputs: {first: /items/0/id}\n", scopes);
    BOOST_TEST_REQUIRE(result.exit_code == 0, result.err);
    BOOST_TEST(message_in(result) == "GET http://127.0.0.1:PORT/items answered 200");
    BOOST_TEST(to_json(*task_in(result).find("outputs")) ==
               R"({"body":"{\"items\": [{\"id\": 7}]}","headers":{"content-length":"22"},"status":200,)"
               R"("values":{"first":7}})");
    BOOST_TEST(has(auth.requests().at(0), "scope=items%3Aread"));
    BOOST_TEST(has(api.requests().at(0), "GET /items?page=1 HTTP/1.1\r\n"));
    BOOST_TEST(has(api.requests().at(0), std::string("\r\nAuthorization: Bearer ") + kToken + "\r\n"));
}

BOOST_AUTO_TEST_CASE(sends_a_request_unsigned_where_it_names_none) {
    const CommandResult result = run_request("      method: POST\n      json: {name: x}\n");
    BOOST_TEST_REQUIRE(result.exit_code == 0, result.err);
    BOOST_TEST(auth.connections() == 0U);
    const std::string request = api.requests().at(0);
    BOOST_TEST(has(request, "POST /items?page=1 HTTP/1.1\r\n"));
    BOOST_TEST(has(request, "\r\nContent-Type: application/json\r\n"));
    BOOST_TEST(request.ends_with("\r\n\r\n{\"name\":\"x\"}"));
    BOOST_TEST(!has(request, "Authorization"));
}

BOOST_AUTO_TEST_CASE(saves_the_answer_in_a_directory_that_it_is_let_into) {
    write("out/items.json", "old");
    const CommandResult result = run_request("      save_to: out/items.json\n");
    BOOST_TEST_REQUIRE(result.exit_code == 0, result.err);
    BOOST_TEST(text_of(path() / "out/items.json") == R"({"items": [{"id": 7}]})");
    BOOST_TEST(std::distance(fs::directory_iterator(path() / "out"), fs::directory_iterator()) == 1);
    BOOST_TEST(task_in(result).find("outputs")->find("body") == nullptr);
    BOOST_TEST(run({"check", "-v", "./job.yaml"}).out ==
               "./job.yaml: good\n  get: http.request, no credentials, writes " + (path() / "out").string() + "/\n");
}

BOOST_AUTO_TEST_CASE(makes_the_directory_of_the_file) {
    BOOST_TEST(run_request("      save_to: out/items.json\n").exit_code == 0);
    BOOST_TEST(text_of(path() / "out/items.json") == R"({"items": [{"id": 7}]})");
}

BOOST_AUTO_TEST_CASE(saves_nothing_where_the_job_does_not_let_it) {
    if (errand::landlock_version() == 0) return;
    fs::create_directory(path() / "out");
    const CommandResult result = run_request("      save_to: out/items.json\n", "    files: none\n");
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(message_in(result) == "cannot write WORKSPACE/out/items.json: Permission denied");
    BOOST_TEST(api.connections() == 0U);
    BOOST_TEST(fs::is_empty(path() / "out"));
}

BOOST_AUTO_TEST_CASE(saves_nothing_where_its_user_may_not_write) {
    fs::create_directory(path() / "out");
    fs::permissions(path() / "out", fs::perms(0500));
    const CommandResult result = run_request("      save_to: out/items.json\n");
    fs::permissions(path() / "out", fs::perms(0700));
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(message_in(result) == "cannot write WORKSPACE/out/items.json: Permission denied");
    BOOST_TEST(api.connections() == 0U);
    BOOST_TEST(fs::is_empty(path() / "out"));
}

BOOST_AUTO_TEST_CASE(leaves_what_was_there_where_the_disk_is_full) {
    write("out/items.json", "old");
    // What errand itself keeps on the disk is there by then: the plugin's types, and its state directory.
    BOOST_TEST_REQUIRE(run({"plugins", "http"}).exit_code == 0);
    BOOST_TEST_REQUIRE(run({"history"}).exit_code == 0);
    write_request("      save_to: out/items.json\n");
    CommandRequest request = errand({"run", "--json", "./job.yaml"});
    request.words.insert(request.words.begin(), ERRAND_ON_FULL_DISK);
    const CommandResult result = run_command(request);
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(message_in(result) == "cannot write WORKSPACE/out/items.json: No space left on device");
    BOOST_TEST(api.requests().size() == 1U);
    BOOST_TEST(text_of(path() / "out/items.json") == "old");
    BOOST_TEST(std::distance(fs::directory_iterator(path() / "out"), fs::directory_iterator()) == 1);
}

BOOST_AUTO_TEST_CASE(fails_where_another_status_is_expected) {
    const CommandResult result = run_request("      expected_status: [404, 3xx]\n");
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(message_in(result) ==
               R"(GET http://127.0.0.1:PORT/items answered 200, expected 404 or 3xx: {"items": [{"id": 7}]})");
}

BOOST_AUTO_TEST_CASE(sends_nothing_in_the_clear_beyond_this_machine) {
    write("job.yaml",
          "name: job\ntasks:\n  - name: get\n    uses: http.request\n    with: {url: 'http://192.0.2.1/'}\n" + scopes);
    const CommandResult result = run({"run", "--json", "./job.yaml"});
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(message_in(result) ==
               "http://192.0.2.1:80/: refused: http:// is for loopback addresses only; use https://");
}

BOOST_FIXTURE_TEST_CASE(tells_no_token_that_comes_back, Echoing) {
    const CommandResult result = run_request("", scopes);
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(message_in(result) ==
               std::string("GET http://127.0.0.1:PORT/items answered 404, expected 2xx: Authorization: Bearer ") +
                   kShownToken);
    BOOST_TEST(!has(result.out + result.err, kToken));
}

BOOST_FIXTURE_TEST_CASE(tells_the_scope_that_the_token_lacks, Challenging) {
    const CommandResult result = run_request("", scopes);
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(message_in(result) ==
               "GET http://127.0.0.1:PORT/items answered 403, expected 2xx: insufficient_scope: it needs the scope "
               "'items:write'; Ask for more");
}

BOOST_FIXTURE_TEST_CASE(tells_no_half_of_a_token_that_comes_back, EchoingLate) {
    const CommandResult result = run_request("", scopes);
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(message_in(result) ==
               "GET http://127.0.0.1:PORT/items answered 404, expected 2xx: " + std::string(180, '.') + " Bearer …");
}

BOOST_AUTO_TEST_SUITE_END()
