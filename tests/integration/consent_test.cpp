#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

#include "errand/json.hpp"
#include "support/globus_workspace.hpp"
#include "support/sandbox_process.hpp"

using namespace errand::testing;
using errand::Value;
using Lines = std::vector<std::string>;

namespace {

constexpr char kCollection[] = "https://auth.globus.org/scopes/e0000000-0000-4000-8000-000000000001/data_access";
constexpr char kInstall[] = "urn:globus:auth:scope:transfer.api.globus.org:gcp_install";
constexpr char kGroupsScope[] = "urn:globus:auth:scope:groups.api.globus.org:all";
constexpr char kSearch[] = "GET /v0.10/endpoint_search";
constexpr char kGrant[] = "POST /v2/oauth2/token -> 200";
const std::string kWithData = std::string(kTransferScope) + "[*" + kCollection + "]";
const std::string kServed = kSearch + std::string(" -> 200");
const std::string kRefused = kSearch + std::string(" -> 403");
const std::string kAsked = "task 'poll': transfer.api.globus.org asked for consent to ";

struct Consent : GlobusWorkspace {
    /// What `probe.poll` puts out in a run that succeeds, and what was said.
    Value statuses_of(const std::string& job = "./poll.yaml") {
        const CommandResult result = run({"run", "--json", job});
        BOOST_TEST_REQUIRE(result.exit_code == 0, result.err);
        told = said(result);
        const Value report = errand::parse_json(result.out);
        return *report.find("tasks")->list().at(0).find("outputs")->find("statuses");
    }
    void write_job(const std::string& more) const {
        write("job.yaml", "name: job\ntasks:\n  - name: poll\n    uses: probe.poll\n" + more);
    }

    std::string told;
};

/// With a sandbox whose Transfer asks for consent to `scopes`.
struct Asking {
    Asking(Workspace& workspace, const std::string& scopes)
        : sandbox(workspace, {"--fail", kSearch + std::string("=consent:") + scopes}) {
        use(sandbox, workspace);
    }
    void check_requests(const Lines& lines) const {
        BOOST_TEST(sandbox.requests() == lines, boost::test_tools::per_element());
    }

    SandboxProcess sandbox;
};

Value all_of(int status) { return Value::List(3, status); }

/// The scopes that a token request names.
std::string scope_of(const std::string& request) {
    const std::string form = request.substr(request.find("\r\n\r\n") + 4);
    const std::size_t begin = form.find("scope=") + 6;
    std::string scopes;
    for (std::size_t i = begin; i < form.size() && form[i] != '&'; ++i) {
        if (form[i] != '%') {
            scopes += form[i] == '+' ? ' ' : form[i];
            continue;
        }
        scopes += static_cast<char>(std::stoi(form.substr(i + 1, 2), nullptr, 16));
        i += 2;
    }
    return scopes;
}

std::string authorization_of(const std::string& request) {
    const std::size_t begin = request.find("Authorization: ") + 15;
    return request.substr(begin, request.find("\r\n", begin) - begin);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(consent, Consent)

BOOST_AUTO_TEST_CASE(to_a_dependency_of_a_declared_scope_costs_one_grant_and_one_repeat) {
    const Asking asking(*this, kWithData);
    BOOST_CHECK(statuses_of() == all_of(200));
    BOOST_TEST(told == "TIME info: " + kAsked + kWithData +
                           ", and the task's token has it now\n"
                           "TIME info: task 'poll' succeeded after DURATION\n");
    asking.check_requests({kGrant, kRefused, kGrant, kServed, kServed, kServed});
}

BOOST_AUTO_TEST_CASE(to_another_scope_is_not_given_unless_the_job_allows_it) {
    const Asking asking(*this, kInstall);
    BOOST_CHECK(statuses_of() == all_of(403));
    BOOST_TEST(told == "TIME warning: " + kAsked + kInstall +
                           ", which it did not get: it goes beyond what the task declares: " + kInstall +
                           "; to allow it, add this to the task 'poll' in the job file: allow_scopes: [\"" + kInstall +
                           "\"]\nTIME info: task 'poll' succeeded after DURATION\n");
    asking.check_requests({kGrant, kRefused, kRefused, kRefused});
}

BOOST_AUTO_TEST_CASE(to_another_scope_is_given_when_the_task_is_allowed_it) {
    const Asking asking(*this, kInstall);
    write_job("    allow_scopes: [\"" + std::string(kInstall) + "\"]\n");
    BOOST_CHECK(statuses_of("./job.yaml") == all_of(200));
    asking.check_requests({kGrant, kRefused, kGrant, kServed, kServed, kServed});
}

BOOST_AUTO_TEST_CASE(to_another_scope_is_given_when_the_job_is_allowed_it) {
    const Asking asking(*this, kInstall);
    write_job("allow_scopes: [\"" + std::string(kInstall) + "\"]\n");
    BOOST_CHECK(statuses_of("./job.yaml") == all_of(200));
    asking.check_requests({kGrant, kRefused, kGrant, kServed, kServed, kServed});
}

BOOST_AUTO_TEST_CASE(that_another_host_asks_for_is_not_given) {
    const RawServer auth(each({json(200, token_body("t1")), json(200, token_body("t2"))}));
    const std::string body = R"({"code":"ConsentRequired","required_scope":")" + kWithData + "\"}";
    const RawServer elsewhere(times(9, json(403, body)));
    const RawServer transfer(times(9, {answer(302, "", "Location: " + elsewhere.url() + "\r\n")}));
    use(auth, transfer);
    BOOST_CHECK(statuses_of() == all_of(403));
    BOOST_TEST(told == "TIME info: task 'poll' succeeded after DURATION\n");
    BOOST_TEST(auth.requests().size() == 1U);
    BOOST_TEST_REQUIRE(elsewhere.requests().size() == 3U);
    BOOST_TEST(elsewhere.requests().front().find("Authorization") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(that_the_token_endpoint_refuses_leaves_the_answer_as_it_was) {
    const RawServer auth(each({json(200, token_body("t1")), json(400, R"({"error":"invalid_scope"})")}));
    const std::string body = R"({"code":"ConsentRequired","required_scope":")" + kWithData + "\"}";
    const RawServer transfer(times(9, json(403, body)));
    use(auth, transfer);
    BOOST_CHECK(statuses_of() == all_of(403));
    BOOST_TEST(told == "TIME warning: " + kAsked + kWithData +
                           ", which it did not get: the token endpoint http://127.0.0.1:PORT/v2/oauth2/token refused "
                           "client " +
                           kClientId +
                           ": invalid_scope (400)\n"
                           "TIME info: task 'poll' succeeded after DURATION\n");
    BOOST_TEST(auth.requests().size() == 2U);
    BOOST_TEST(transfer.requests().size() == 3U);
}

BOOST_AUTO_TEST_CASE(that_is_asked_for_again_is_not_asked_of_the_token_endpoint_again) {
    const RawServer auth(each({json(200, token_body("t1")), json(200, token_body("t2"))}));
    const std::string body = R"({"code":"ConsentRequired","required_scopes":[")" + kWithData + "\"]}";
    const RawServer transfer(times(9, json(403, body)));
    use(auth, transfer);
    BOOST_CHECK(statuses_of() == all_of(403));
    Lines tokens;
    for (const std::string& request : transfer.requests()) tokens.push_back(authorization_of(request));
    BOOST_TEST(tokens == (Lines{"Bearer t1", "Bearer t2", "Bearer t2", "Bearer t2"}), boost::test_tools::per_element());
    BOOST_TEST_REQUIRE(auth.requests().size() == 2U);
    BOOST_TEST(scope_of(auth.requests()[0]) == kTransferScope);
    BOOST_TEST(scope_of(auth.requests()[1]) == kWithData);
}

BOOST_AUTO_TEST_CASE(lasts_when_the_token_is_renewed) {
    const RawServer auth(each({json(200, token_body("t1")), json(200, token_body("t2")), json(200, token_body("t3"))}));
    const std::string body = R"({"code":"ConsentRequired","required_scopes":[")" + kWithData + "\"]}";
    const RawServer transfer(
        each({json(403, body), json(200, "{}"), json(401, "{}"), json(200, "{}"), json(200, "{}")}));
    use(auth, transfer);
    BOOST_CHECK(statuses_of() == all_of(200));
    Lines scopes;
    for (const std::string& request : auth.requests()) scopes.push_back(scope_of(request));
    BOOST_TEST(scopes == (Lines{kTransferScope, kWithData, kWithData}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(is_not_needed_for_what_each_task_declares_and_no_task_gets_what_another_does) {
    const std::string groups_body = R"({"access_token":"g1","expires_in":37800,"token_type":"Bearer",)"
                                    R"("resource_server":"groups.api.globus.org","scope":")" +
                                    std::string(kGroupsScope) + "\"}";
    const RawServer auth(each({json(200, token_body("t1")), json(200, groups_body), json(200, token_body("t2"))}));
    const RawServer transfer(times(9, json(200, "{}")));
    use(auth, transfer);
    write("job.yaml",
          "name: job\ntasks:\n"
          "  - {name: tell, uses: probe.tokens, with: {source: e0000000-0000-4000-8000-000000000001}}\n"
          "  - {name: poll, needs: [tell], uses: probe.poll}\n");
    const CommandResult result = run({"run", "--json", "./job.yaml"});
    BOOST_TEST_REQUIRE(result.exit_code == 0, result.err);
    Lines scopes;
    for (const std::string& request : auth.requests()) scopes.push_back(scope_of(request));
    BOOST_TEST(scopes == (Lines{kWithData, kGroupsScope, kTransferScope}), boost::test_tools::per_element());
    const Value report = errand::parse_json(result.out);
    BOOST_TEST(
        errand::to_json(*report.find("tasks")->list().at(0).find("outputs")->find("tokens")) ==
        R"([{"hours_left":0,"resource_server":"transfer.api.globus.org","scopes":")" + std::string(kTransferScope) +
            R"("},{"hours_left":10,"resource_server":"groups.api.globus.org","scopes":")" + kGroupsScope + R"("}])");
}

BOOST_AUTO_TEST_CASE(cannot_be_asked_for_without_end_by_a_task_that_does_not_read_the_answers) {
    const SandboxProcess sandbox(*this);
    errand::testing::use(sandbox, *this);
    write("job.yaml",
          "name: job\ntasks:\n  - name: bad\n    uses: hostile.unread-tokens\n"
          "    scopes: {transfer.api.globus.org: [\"" +
              std::string(kTransferScope) + "\"]}\n");
    const CommandResult result = run({"run", "./job.yaml", "--json"});
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(errand::parse_json(result.out).find("tasks")->list().at(0).find("message")->text() ==
               "broke the protocol: asks for tokens and does not read the answers");
}

BOOST_AUTO_TEST_CASE(is_not_needed_for_what_the_job_names) {
    const Asking asking(*this, kWithData);
    write_job("    scopes: {transfer.api.globus.org: [\"" + kWithData + "\"]}\n");
    BOOST_CHECK(statuses_of("./job.yaml") == all_of(200));
    asking.check_requests({kGrant, kServed, kServed, kServed});
}

BOOST_AUTO_TEST_SUITE_END()
