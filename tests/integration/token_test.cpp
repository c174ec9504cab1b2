#include <sys/stat.h>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <regex>
#include <string>
#include <vector>

#include "support/globus_workspace.hpp"
#include "support/sandbox_process.hpp"

namespace fs = std::filesystem;
using namespace errand::testing;

namespace {

/// With a job that needs a token for Transfer.
struct Tokens : GlobusWorkspace {
    Tokens() { write("jobs/list.yaml", "name: list\ntasks: [{name: list, uses: globus.list-endpoints}]\n"); }

    /// As normalised(), and with HASH for each token.
    std::string shown(const std::string& text) const {
        static const std::regex hash("\\b[0-9a-f]{8}\\b(?!-)");
        return std::regex_replace(normalised(text, *this), hash, "HASH");
    }
    /// What a command that must succeed prints.
    std::string printed(const std::vector<std::string>& words) const {
        const CommandResult result = run(words);
        BOOST_TEST(result.err == "");
        BOOST_TEST(result.exit_code == 0);
        return result.out;
    }
    const fs::path cache = *this / "home/.cache/errand/tokens";
};

struct AtSandbox : Tokens {
    AtSandbox() { ::use(sandbox, *this); }

    std::ptrdiff_t count(const char* request) const {
        const std::vector<std::string> requests = sandbox.requests();
        return std::count(requests.begin(), requests.end(), request);
    }
    std::ptrdiff_t grants() const { return count("POST /v2/oauth2/token -> 200"); }

    SandboxProcess sandbox{*this};
};

constexpr char kTable[] =
    "HASH      PROVIDER  RESOURCE SERVER          EXPIRES               SCOPES\n"
    "HASH  globus    transfer.api.globus.org  TIME  urn:globus:auth:scope:transfer.api.globus.org:all\n";

constexpr char kNothingKept[] =
    "errand: no token is kept in 'WORKSPACE/home/.cache/errand/tokens'; a run that needs one fetches it, as does "
    "'errand token fetch'\n";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(token_commands, AtSandbox)

BOOST_AUTO_TEST_CASE(list_nothing_before_there_is_a_token) {
    const CommandResult result = run({"token", "list"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(shown(result.err) == kNothingKept);
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(
        shown(printed({"token", "list", "--json"})) ==
        "{\n  \"directory\": \"WORKSPACE/home/.cache/errand/tokens\",\n  \"failures\": [],\n  \"tokens\": []\n}\n");
    BOOST_TEST(sandbox.requests().empty());
}

BOOST_AUTO_TEST_CASE(fetch_the_token_that_the_runs_of_the_jobs_use) {
    const std::string fetched = printed({"token", "fetch"});
    BOOST_TEST(shown(fetched) == kTable);
    BOOST_TEST(printed({"token", "list"}) == fetched);
    BOOST_TEST(printed({"token", "fetch", "globus"}) == fetched);
    BOOST_TEST(run({"run", "list"}).exit_code == 0);
    BOOST_TEST(grants() == 1);
    BOOST_TEST(printed({"token", "fetch", "--fresh"}) != fetched);
    BOOST_TEST(grants() == 2);
}

BOOST_AUTO_TEST_CASE(fetch_what_is_asked_for_one_token_for_each_resource_server) {
    BOOST_TEST(shown(printed(
                   {"token", "fetch", "--scopes", "openid urn:globus:auth:scope:groups.api.globus.org:all profile"})) ==
               "HASH      PROVIDER  RESOURCE SERVER        EXPIRES               SCOPES\n"
               "HASH  globus    auth.globus.org        TIME  openid profile\n"
               "HASH  globus    groups.api.globus.org  TIME  urn:globus:auth:scope:groups.api.globus.org:all\n");
    BOOST_TEST(shown(printed({"token", "fetch", "--resource-server", "flows.globus.org", "--scopes",
                              "https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all"})) ==
               "HASH      PROVIDER  RESOURCE SERVER   EXPIRES               SCOPES\n"
               "HASH  globus    flows.globus.org  TIME  "
               "https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all\n");
}

BOOST_AUTO_TEST_CASE(fetch_what_any_client_may_have_where_no_job_needs_a_token) {
    fs::remove(*this / "jobs/list.yaml");
    BOOST_TEST(shown(printed({"token", "fetch"})) ==
               "HASH      PROVIDER  RESOURCE SERVER  EXPIRES               SCOPES\n"
               "HASH  globus    auth.globus.org  TIME  openid\n");
}

BOOST_AUTO_TEST_CASE(show_tokens_to_machines) {
    const std::string token = R"(    {
      "client_id": "3f6c2a1e-0000-4000-8000-00000000c1d0",
      "expires_at": "TIME",
      "hash": "HASH",
      "is_expired": false,
      "provider": "globus",
      "resource_server": "transfer.api.globus.org",
      "scopes": [
        "urn:globus:auth:scope:transfer.api.globus.org:all"
      ]
    }
)";
    BOOST_TEST(shown(printed({"token", "fetch", "--json"})) == "{\n  \"tokens\": [\n" + token + "  ]\n}\n");
    BOOST_TEST(shown(printed({"token", "list", "--json"})) ==
               "{\n  \"directory\": \"WORKSPACE/home/.cache/errand/tokens\",\n  \"failures\": [],\n  \"tokens\": [\n" +
                   token + "  ]\n}\n");
}

BOOST_AUTO_TEST_CASE(reveal_a_token_only_when_told_to) {
    std::string token = printed({"token", "fetch", "--reveal"});
    BOOST_TEST_REQUIRE(!token.empty());
    token.pop_back();
    BOOST_TEST(token.find('\n') == std::string::npos);
    write("token", token);
    const std::string hash = run_command(command({"/bin/sh", "-c", "sha256sum < token"})).out.substr(0, 8);
    const std::string listed = printed({"token", "list"});
    BOOST_TEST(listed.find(hash + "  globus") != std::string::npos, listed);
    BOOST_TEST(grants() == 1);
    for (const auto& words : std::vector<std::vector<std::string>>{{"token", "list", "-v"},
                                                                   {"token", "list", "--json"},
                                                                   {"token", "fetch", "-v"},
                                                                   {"token", "fetch", "--json"},
                                                                   {"token", "inspect"},
                                                                   {"token", "inspect", "--json"},
                                                                   {"token", "revoke"}}) {
        const CommandResult result = run(words);
        BOOST_TEST((result.out + result.err).find(token) == std::string::npos, words[1]);
    }
}

BOOST_AUTO_TEST_CASE(reveal_no_more_than_one) {
    const CommandResult result =
        run({"token", "fetch", "--reveal", "--scopes", "openid urn:globus:auth:scope:groups.api.globus.org:all"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(result.err == "errand: these are 2 tokens, and --reveal prints one; say which with --scopes\n");
    BOOST_TEST(result.exit_code == 64);
    BOOST_TEST(sandbox.requests().empty());
}

BOOST_AUTO_TEST_CASE(revoke_what_is_kept_of_a_provider) {
    printed({"token", "fetch"});
    BOOST_TEST(shown(printed({"token", "revoke"})) == "revoked HASH of globus for transfer.api.globus.org\n");
    BOOST_TEST(count("POST /v2/oauth2/token/revoke -> 200") == 1);
    BOOST_TEST(shown(run({"token", "list"}).err) == kNothingKept);
    const CommandResult again = run({"token", "revoke", "globus"});
    BOOST_TEST(again.out == "");
    BOOST_TEST(again.err == "errand: no token of globus is kept\n");
    BOOST_TEST(again.exit_code == 0);
    BOOST_TEST(run({"token", "revoke", "--all"}).err == "errand: no token is kept\n");
}

BOOST_AUTO_TEST_CASE(revoke_all_that_can_be) {
    printed({"token", "fetch"});
    configure(
        "providers:\n  other: {type: globus, client_id: {env: GLOBUS_CLIENT_ID},"
        " client_secret: {env: GLOBUS_CLIENT_SECRET}}\n");
    printed({"token", "fetch", "--scopes", "openid"});
    const CommandResult result = run({"token", "revoke", "--all"});
    BOOST_TEST(shown(result.out) == "revoked HASH of other for auth.globus.org\n");
    BOOST_TEST(shown(result.err) ==
               "errand: the token HASH of globus for transfer.api.globus.org cannot be revoked: the configuration no "
               "longer has that provider\n");
    BOOST_TEST(result.exit_code == 78);
}

BOOST_AUTO_TEST_CASE(revoke_a_token_nowhere_but_where_it_came_from) {
    printed({"token", "fetch"});
    SandboxProcess other{*this};
    ::use(other, *this);
    const CommandResult result = run({"token", "revoke"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(shown(result.err) ==
               "errand: the token HASH of globus for transfer.api.globus.org cannot be revoked: it came from another "
               "server, or for another client, than the configuration and the environment name now; revoke it with "
               "those that it was fetched with\n");
    BOOST_TEST(result.exit_code == 78);
    BOOST_TEST(other.requests().empty());
    ::use(sandbox, *this);
    BOOST_TEST(shown(printed({"token", "revoke"})) == "revoked HASH of globus for transfer.api.globus.org\n");
}

BOOST_AUTO_TEST_CASE(say_of_which_token_they_speak_when_one_cannot_be_revoked) {
    printed({"token", "fetch"});
    const std::string url = sandbox.url();
    sandbox.stop();
    const CommandResult result = run({"token", "revoke"});
    BOOST_TEST(
        shown(result.err) ==
        "errand: HASH of globus for transfer.api.globus.org: POST http://127.0.0.1:PORT/v2/oauth2/token/revoke: "
        "the connection to 127.0.0.1:PORT was refused; check that the service runs, and the port (after 3 tries)\n");
    BOOST_TEST(result.exit_code == 69);
}

BOOST_AUTO_TEST_CASE(inspect_a_token) {
    const char* const expected = R"(HASH of globus for transfer.api.globus.org
  active      true
  aud         ["transfer.api.globus.org","3f6c2a1e-0000-4000-8000-00000000c1d0"]
  client_id   3f6c2a1e-0000-4000-8000-00000000c1d0
  email       null
  exp         TIME
  iat         TIME
  iss         http://127.0.0.1:PORT
  name        Client of the sandbox
  nbf         TIME
  scope       urn:globus:auth:scope:transfer.api.globus.org:all
  sub         3f6c2a1e-0000-4000-8000-00000000c1d0
  token_type  Bearer
  username    3f6c2a1e-0000-4000-8000-00000000c1d0@clients.auth.globus.org
)";
    BOOST_TEST(shown(printed({"token", "inspect"})) == expected);
    BOOST_TEST(shown(printed({"token", "inspect", "globus"})) == expected);
    BOOST_TEST(grants() == 1);
}

BOOST_AUTO_TEST_CASE(say_that_a_kept_token_is_not_active_any_more) {
    printed({"token", "fetch"});
    fs::copy(cache, *this / "copy", fs::copy_options::recursive);
    printed({"token", "revoke"});
    fs::remove_all(cache);
    fs::rename(*this / "copy", cache);
    const CommandResult text = run({"token", "inspect"});
    BOOST_TEST(shown(text.out) == "HASH of globus for transfer.api.globus.org\n  active  false\n");
    const std::string hint =
        "errand: the server says that HASH of globus for transfer.api.globus.org is not active; to get another: errand "
        "token fetch --fresh globus\n";
    BOOST_TEST(shown(text.err) == hint);
    BOOST_TEST(text.exit_code == 0);
    const CommandResult report = run({"token", "inspect", "--json"});
    BOOST_TEST(shown(report.out) == R"({
  "tokens": [
    {
      "hash": "HASH",
      "introspection": {
        "active": false
      },
      "provider": "globus",
      "resource_server": "transfer.api.globus.org"
    }
  ]
}
)");
    BOOST_TEST(shown(report.err) == hint);
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

struct BadTokenCommand {
    std::vector<std::string> words;
    const char* providers;
    int exit_code;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadTokenCommand& row) {
        for (const std::string& word : row.words) out << word << ' ';
        return out << "with " << row.providers;
    }
};

constexpr char kOne[] = "  globus: {type: globus, client_id: a, client_secret: {env: SECRET}}\n";
constexpr char kTwo[] =
    "  globus: {type: globus, client_id: a, client_secret: {env: SECRET}}\n"
    "  other: {type: static, token: {env: SECRET}}\n";
constexpr char kStatic[] = "  other: {type: static, token: {env: SECRET}}\n";
constexpr char kWithoutSecret[] = "  globus: {type: globus, client_id: a, client_secret: {env: NO_SECRET}}\n";

const BadTokenCommand bad_token_commands[] = {
    {{"fetch"}, "", 78, "the configuration has no provider; add one under 'providers:'"},
    {{"fetch"}, kTwo, 78, "there are several providers; say which: globus, other"},
    {{"revoke"}, kTwo, 78, "there are several providers; say which: globus, other"},
    {{"inspect", "globas"}, kTwo, 78, "the configuration has no provider 'globas', did you mean 'globus'?"},
    {{"fetch"}, kWithoutSecret, 78, "the environment variable NO_SECRET is not set; it should hold the secret"},
    {{"fetch", "--scopes", "a[b"}, kOne, 64, "--scopes: the scope 'a[b' has a '[' that is not closed"},
    {{"inspect"}, kStatic, 78, "a provider of type static has no server that could tell about its token"},
    {{"fetch"},
     kOne,
     77,
     "the token endpoint http://127.0.0.1:PORT/v2/oauth2/token refused client a: invalid_client (401)"},
    {{"inspect"},
     kOne,
     77,
     "the token endpoint http://127.0.0.1:PORT/v2/oauth2/token refused client a: invalid_client (401)"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(bad_token_commands_of_all_kinds)

BOOST_DATA_TEST_CASE_F(Tokens, a_token_command_says_what_is_wrong, boost::unit_test::data::make(bad_token_commands),
                       row) {
    const RawServer auth(times(9, json(401, R"({"error":"invalid_client"})")));
    use(auth, auth);
    set("SECRET=hunter2");
    configure(*row.providers ? std::string("providers:\n") + row.providers : "");
    std::vector<std::string> words = row.words;
    words.insert(words.begin(), "token");
    const CommandResult result = run(words);
    BOOST_TEST(result.out == "");
    BOOST_TEST(shown(result.err) == std::string("errand: ") + row.message + '\n');
    BOOST_TEST(result.exit_code == row.exit_code);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(token_list, Tokens)

BOOST_AUTO_TEST_CASE(tells_of_a_refusal_that_is_remembered) {
    const RawServer auth(times(9, json(401, R"({"error":"invalid_client"})")));
    use(auth, auth);
    BOOST_TEST(run({"token", "fetch"}).exit_code == 77);
    BOOST_TEST(shown(printed({"token", "list"})) ==
               "globus was refused at TIME: the token endpoint http://127.0.0.1:PORT/v2/oauth2/token refused client "
               "3f6c2a1e-0000-4000-8000-00000000c1d0: invalid_client (401)\n");
}

BOOST_AUTO_TEST_CASE(tells_how_to_close_a_cache_that_is_open_to_others) {
    fs::create_directories(cache);
    for (const auto& [path, mode, remedy] :
         {std::tuple(cache.string(), 0755U, "chmod 700"), {(cache / "x.token").string(), 0644U, "chmod 600"}}) {
        write("home/.cache/errand/tokens/x.token", "{}");
        ::chmod(cache.c_str(), 0700);
        ::chmod(path.c_str(), mode);
        const CommandResult result = run({"token", "list"});
        BOOST_TEST(result.out == "");
        BOOST_TEST(result.err == "errand: the cache '" + path + "' is open to others; " + remedy + " '" + path + "'\n");
        BOOST_TEST(result.exit_code == 74);
    }
}

BOOST_AUTO_TEST_CASE(tells_that_a_cache_cannot_be_read) {
    fs::create_directories(cache);
    ::chmod(cache.c_str(), 0);
    const CommandResult result = run({"token", "list"});
    ::chmod(cache.c_str(), 0700);
    BOOST_TEST(result.out == "");
    BOOST_TEST(shown(result.err) ==
               "errand: the cache 'WORKSPACE/home/.cache/errand/tokens' cannot be read: Permission denied; chmod -R "
               "u+rwX 'WORKSPACE/home/.cache/errand/tokens'\n");
    BOOST_TEST(result.exit_code == 74);
}

BOOST_AUTO_TEST_CASE(needs_no_configuration) {
    write("config/errand.yaml", "nonsense");
    BOOST_TEST(shown(run({"token", "list"}).err) == kNothingKept);
}

BOOST_AUTO_TEST_SUITE_END()
