#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <ostream>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/globus_workspace.hpp"
#include "support/sandbox_process.hpp"

namespace fs = std::filesystem;
using namespace errand::testing;

namespace {

/// With a job that needs a token and does nothing with it, and a first run that left one in the cache.
struct TokenCacheWorkspace : GlobusWorkspace {
    TokenCacheWorkspace() {
        use(auth, auth);
        write("jobs/token.yaml", "name: token\ntasks:\n  - {name: token, uses: probe.poll, with: {times: 0}}\n");
        BOOST_TEST_REQUIRE(run({"run", "token"}).exit_code == 0);
    }
    ~TokenCacheWorkspace() { ::chmod(cache.c_str(), 0700); }

    /// The file of the only token.
    fs::path token_file() const {
        for (const auto& entry : fs::directory_iterator(cache))
            if (entry.path().extension() == ".token") return entry.path();
        throw std::runtime_error("no token is kept");
    }
    void forget_token() const { fs::remove(token_file()); }
    void replace_cache_by_link(const std::string& target) const {
        fs::remove_all(cache);
        fs::create_symlink(target, cache);
    }
    /// As said(), and with KEY for a token's fingerprint, NEW for what makes the name of a new file its own, and UID
    /// for who runs the tests.
    std::string shown(const CommandResult& result) const {
        static const std::regex key(R"([0-9a-f]{32,}\.token)");
        static const std::regex fresh(R"(KEY\.token\.\w{6})");
        static const std::regex user("chown " + std::to_string(::geteuid()) + ' ');
        const std::string text = std::regex_replace(said(result), key, "KEY.token");
        return std::regex_replace(std::regex_replace(text, fresh, "KEY.token.NEW"), user, "chown UID ");
    }

    const RawServer auth{times(9, json(200, token_body("t0ken")))};
    const fs::path cache = *this / "home/.cache/errand/tokens";
};

/// What becomes of a cache after a first run, and what two more runs make of it.
struct BadCache {
    const char* title;
    std::function<void(const TokenCacheWorkspace&)> inflict;
    /// What each of them says.
    std::string said;
    int exit_code;
    /// For a token, by both.
    std::size_t requests;
    bool is_disk_full = false;

    friend std::ostream& operator<<(std::ostream& out, const BadCache& row) { return out << row.title; }
};

const std::string kCache = "WORKSPACE/home/.cache/errand/tokens";
const std::string kDone = "TIME info: task 'token' succeeded after DURATION\n";
const std::string kUnshared = "TIME warning: tokens are not shared with other runs: " + kCache;
const std::string kUnusable = "TIME error: task 'token' storage unusable after DURATION: the cache '" + kCache;

const BadCache bad_caches[] = {
    {"nothing wrong", [](const TokenCacheWorkspace&) {}, kDone, 0, 0},
    {"a directory that cannot be written",
     [](const TokenCacheWorkspace& workspace) {
         workspace.forget_token();
         ::chmod(workspace.cache.c_str(), 0500);
     },
     kUnshared + "/KEY.token.NEW: Permission denied\n" + kDone, 0, 2},
    {"a directory that cannot be written, and no lock in it",
     [](const TokenCacheWorkspace& workspace) {
         fs::remove_all(workspace.cache);
         fs::create_directory(workspace.cache);
         ::chmod(workspace.cache.c_str(), 0500);
     },
     kUnshared + "/lock: Permission denied\n" + kDone, 0, 2},
    {"a directory that cannot be entered",
     [](const TokenCacheWorkspace& workspace) { ::chmod(workspace.cache.c_str(), 0); },
     kUnshared + "/KEY.token: Permission denied\n" + kDone, 0, 2},
    {"a file in its place",
     [](const TokenCacheWorkspace& workspace) {
         fs::remove_all(workspace.cache);
         workspace.write("home/.cache/errand/tokens", "");
     },
     kUnshared + "/KEY.token: Not a directory\n" + kDone, 0, 2},
    {"a full disk", [](const TokenCacheWorkspace& workspace) { workspace.forget_token(); },
     kUnshared + "/KEY.token.NEW: No space left on device\n" + kDone, 0, 2, true},
    {"a damaged file",
     [](const TokenCacheWorkspace& workspace) {
         workspace.write(fs::relative(workspace.token_file(), workspace.path()).string(), "{\"version\":1,");
     },
     kDone, 0, 1},
    {"a directory that others can enter",
     [](const TokenCacheWorkspace& workspace) { ::chmod(workspace.cache.c_str(), 0750); },
     kUnusable + "' is open to others; chmod 700 '" + kCache + "'\n", 74, 0},
    {"a file that others can read",
     [](const TokenCacheWorkspace& workspace) { ::chmod(workspace.token_file().c_str(), 0640); },
     kUnusable + "/KEY.token' is open to others; chmod 600 '" + kCache + "/KEY.token'\n", 74, 0},
    {"a directory of another user",
     [](const TokenCacheWorkspace& workspace) { workspace.replace_cache_by_link("/usr"); },
     kUnusable + "' belongs to uid 0; remove it, or chown UID '" + kCache + "'\n", 74, 0},
    {"a file of another user",
     [](const TokenCacheWorkspace& workspace) {
         const fs::path file = workspace.token_file();
         fs::remove(file);
         fs::create_symlink("/etc/passwd", file);
     },
     kUnusable + "/KEY.token' belongs to uid 0; remove it, or chown UID '" + kCache + "/KEY.token'\n", 74, 0},
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(token_cache_of_runs, TokenCacheWorkspace)

BOOST_DATA_TEST_CASE(is_done_without_or_refused, boost::unit_test::data::make(bad_caches), row) {
    row.inflict(*this);
    for (int i = 0; i < 2; ++i) {
        CommandRequest request = errand({"run", "token"});
        if (row.is_disk_full) request.words.insert(request.words.begin(), ERRAND_ON_FULL_DISK);
        const CommandResult result = run_command(request);
        BOOST_TEST(result.out == "");
        BOOST_TEST(shown(result) == row.said);
        BOOST_TEST(result.exit_code == row.exit_code);
    }
    BOOST_TEST(auth.requests().size() == 1 + row.requests);
}

BOOST_AUTO_TEST_CASE(leaves_no_part_of_a_file_on_a_full_disk) {
    forget_token();
    CommandRequest request = errand({"run", "token"});
    request.words.insert(request.words.begin(), ERRAND_ON_FULL_DISK);
    BOOST_TEST(run_command(request).exit_code == 0);
    for (const auto& entry : fs::directory_iterator(cache)) BOOST_TEST(entry.path().filename() == "lock");
}

BOOST_AUTO_TEST_CASE(ends_every_command_with_the_same_code_where_it_is_refused) {
    ::chmod(cache.c_str(), 0750);
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"run", "token"}, {"token", "list"}, {"token", "fetch"}, {"token", "inspect"}, {"doctor", "--offline"}})
        BOOST_TEST(run(words).exit_code == 74, words.back());
    BOOST_TEST(auth.requests().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

/// With a provider that keeps no tokens, at an issuer whose metadata would be kept, too.
struct WithoutTokenCache : GlobusWorkspace {
    WithoutTokenCache() {
        ::use(sandbox, *this);
        write("jobs/token.yaml",
              "name: token\ntasks:\n  - {name: token, uses: probe.poll, with: {times: 0, url: 'http://127.0.0.1/'}}\n");
        configure("providers:\n  ours: {type: oauth2, issuer: '" + sandbox.url() +
                  "', client_id: {env: GLOBUS_CLIENT_ID}, client_secret: {env: GLOBUS_CLIENT_SECRET}, "
                  "credentials_encoding: raw, cache: off, scopes: ['" +
                  kTransferScope + "']}\n");
    }
    /// All but the records of runs.
    std::set<std::string> files() const {
        std::set<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator(path()))
            if (!entry.is_directory() && entry.path().string().find("/.local/state/errand/") == std::string::npos)
                found.insert(entry.path().string());
        return found;
    }

    const SandboxProcess sandbox{*this};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(token_cache_that_is_off, WithoutTokenCache)

BOOST_AUTO_TEST_CASE(has_every_run_ask_for_itself_and_writes_no_file) {
    // Knows the plugin's types from now on, which is kept.
    BOOST_TEST(run({"check", "token"}).exit_code == 0);
    const std::set<std::string> before = files();
    for (int i = 0; i < 2; ++i) {
        const CommandResult result = run({"run", "token"});
        BOOST_TEST(said(result) == kDone);
        BOOST_TEST(result.exit_code == 0);
    }
    BOOST_TEST(files() == before, boost::test_tools::per_element());
    const std::vector<std::string> requests = sandbox.requests();
    BOOST_TEST(std::count(requests.begin(), requests.end(), "POST /v2/oauth2/token -> 200") == 2);
}

BOOST_AUTO_TEST_SUITE_END()
