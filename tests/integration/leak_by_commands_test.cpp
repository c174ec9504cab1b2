#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "support/file_text.hpp"
#include "support/globus_workspace.hpp"
#include "support/tls_keys.hpp"

namespace fs = std::filesystem;
using namespace errand::testing;

namespace {

constexpr char kLeakyToken[] = "t0ken/+t0ken";

/// In a header, in a form, and in base64.
constexpr char kLeakySecret[] = "hunter2/+hunter2, hunter2%2F%2Bhunter2, aHVudGVyMi8raHVudGVyMg==";

/// Answers once with a token, and then refuses everybody with the token and `more`.
ServerScript tell_tale(const std::string& more) {
    const std::string told = std::string("Bearer ") + kLeakyToken + ' ' + more;
    std::vector<Answer> answers(30, json(401, R"({"error":"invalid_client","error_description":")" + told + "\"}"));
    answers.front() = json(200, token_body(kLeakyToken));
    return each(answers);
}

/// All commands that use credentials, against a server that gives one token and then fails.
struct LeakingCommands : GlobusWorkspace {
    LeakingCommands() {
        use(auth, api);
        write("jobs/poll.yaml",
              "name: poll\ntasks:\n  - {name: poll, uses: probe.poll, with: {url: '" + api.url("/api") + "'}}\n");
    }
    void configure_ours(const std::string& proof, const std::string& more = {}) const {
        configure("providers:\n  ours: {type: oauth2, token_url: '" + token_url + "', introspection_url: '" +
                  token_url + "', client_id: me, scopes: ['" + kTransferScope + "'], " + proof + "}\n" + more);
    }
    /// What all of them print, and every file that they leave but for `meant`.
    std::string all_that_shows(const std::vector<std::string>& meant) const {
        std::string all;
        for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
                 {"token", "fetch", "-v"},
                 {"token", "list", "-v"},
                 {"token", "inspect", "-v"},
                 {"token", "fetch", "-v", "--fresh"},
                 {"token", "revoke", "-v"},
                 {"doctor", "-v"},
                 {"run", "-v", "--json", "poll"},
                 {"run", "-v", "--quiet", "poll"},
                 // Knows no secret, and tells why the others failed.
                 {"token", "list", "--json"},
             }) {
            const CommandResult result = run(words);
            for (const std::string& word : words) all += word + ' ';
            all += std::to_string(result.exit_code) + '\n' + result.out + result.err;
        }
        return all + left_behind(meant);
    }

    std::string left_behind(const std::vector<std::string>& meant) const {
        std::string texts;
        for (const auto& entry : fs::recursive_directory_iterator(path())) {
            const std::string name = fs::relative(entry, path()).string();
            const bool is_meant = std::find(meant.begin(), meant.end(), name) != meant.end();
            if (entry.is_regular_file() && !is_meant) texts += name + ":\n" + text_of(entry) + '\n';
        }
        // The only place where it may be.
        const std::string kept = std::string(R"("access_token":")") + kLeakyToken + '"';
        if (const std::size_t at = texts.find(kept); at != std::string::npos) texts.erase(at, kept.size());
        return texts;
    }

    const RawServer api{times(30, json(401, "{}"))};
    const RawServer auth{tell_tale("")};
    /// Knows the client's secret, and tells it.
    const RawServer confidant{tell_tale(kLeakySecret)};
    std::string token_url = auth.url("/token");
    /// What must not show, of what is known only in the course of the test.
    std::vector<std::string> secrets;
};

/// The lines between the first and the last of a PEM file, and each one's beginning.
std::vector<std::string> lines_of_key(const std::string& pem) {
    std::vector<std::string> found;
    std::istringstream lines(pem);
    for (std::string line; std::getline(lines, line);)
        if (!line.starts_with("-----")) found.push_back(line.substr(0, 24));
    return found;
}

void use_secret_file(LeakingCommands& commands) {
    commands.use(commands.confidant, commands.api);
    commands.write("config/secret", "hunter2/+hunter2\n");
    commands.configure_globus("http: {retries: 0}\n", "{file: secret}");
}

void use_posted_secret(LeakingCommands& commands) {
    commands.token_url = commands.confidant.url("/token");
    commands.set("SECRET=hunter2/+hunter2");
    commands.configure_ours("client_authentication: client_secret_post, client_secret: {env: SECRET}");
}

void use_private_key(LeakingCommands& commands) {
    const TlsKeys keys;
    const std::string pem = text_of(keys.key("client"));
    commands.secrets = lines_of_key(pem);
    commands.write("config/key", pem);
    commands.configure_ours("client_authentication: private_key_jwt, private_key: {file: key}, algorithm: ES256");
}

/// A key that is cut, so that no error is like another.
void use_damaged_key(LeakingCommands& commands) {
    use_private_key(commands);
    const std::string pem = text_of(commands / "config/key");
    commands.write("config/key", pem.substr(0, pem.size() - 60));
}

/// The only server is the proxy, which tells what it knows, too.
const std::string kProxyUser = "http://proxy-user:hunter2%2F%2Bhunter2@";

void use_proxy_of_environment(LeakingCommands& commands) {
    commands.token_url = "https://auth.invalid/token";
    commands.set("HTTPS_PROXY=" + kProxyUser + commands.auth.peer());
    commands.configure_ours("client_secret: {env: GLOBUS_CLIENT_SECRET}", "http: {retries: 0}\n");
}

void use_proxy_of_file(LeakingCommands& commands) {
    commands.token_url = "https://auth.invalid/token";
    commands.write("config/proxy", kProxyUser + commands.auth.peer() + '\n');
    commands.configure_ours("client_secret: {env: GLOBUS_CLIENT_SECRET}", "http: {retries: 0, proxy: {file: proxy}}\n");
}

/// Which is refused, with the line in which it stands.
void use_proxy_of_configuration(LeakingCommands& commands) {
    commands.configure_ours("client_secret: {env: GLOBUS_CLIENT_SECRET}",
                            "http: {retries: 0, proxy: '" + kProxyUser + commands.auth.peer() + "'}\n");
}

struct LeakyCredential {
    const char* title;
    void (*use)(LeakingCommands&);
    /// The files that hold it.
    std::vector<std::string> files;
    /// What some command says, so that it is sure that it came that far.
    const char* said;

    friend std::ostream& operator<<(std::ostream& out, const LeakyCredential& row) { return out << row.title; }
};

const LeakyCredential leaky_credentials[] = {
    {"a client's secret in a header", use_secret_file, {"config/secret"}, "token:d5efdd47"},
    {"a client's secret in a form", use_posted_secret, {}, "token:d5efdd47"},
    {"a private key", use_private_key, {"config/key"}, "token:d5efdd47"},
    {"a private key that is damaged", use_damaged_key, {"config/key"}, "private key"},
    {"a proxy's password in the environment", use_proxy_of_environment, {}, "HTTPS_PROXY is in force: http://…@127.0"},
    {"a proxy's password in a file", use_proxy_of_file, {"config/proxy"}, "the proxy 127.0.0.1:"},
    {"a proxy's password in the configuration",
     use_proxy_of_configuration,
     {"config/errand.yaml"},
     "a password may not stand in this file"},
};

/// Any spelling of the secret, the token, or the proxy's user and password.
const std::vector<std::string> kLeakTraces = {
    "hunter2",      "aHVudGVyMi8r", "h1bnRlcjIvK2", "odW50ZXIyLyt", "t0ken/+t0ken",  "t0ken%2F%2Bt0ken",
    "t0ken\\/+t0k", "dDBrZW4vK3",   "Lyt0MGtlb",    "tlbi8rdDBr",   "cHJveHktdXNlc",
};

/// `client_assertion` of each request that had one.
std::vector<std::string> assertions_in(const std::vector<std::string>& requests) {
    std::vector<std::string> found;
    constexpr std::string_view kField = "client_assertion=";
    for (const std::string& request : requests)
        if (const std::size_t at = request.find(kField); at != std::string::npos)
            found.push_back(request.substr(at + kField.size(), request.find('&', at) - at - kField.size()));
    return found;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(leaks_by_commands, LeakingCommands)

BOOST_DATA_TEST_CASE(show_no_credential_however_they_fail, boost::unit_test::data::make(leaky_credentials), row) {
    row.use(*this);
    const std::string all = all_that_shows(row.files);
    BOOST_TEST(all.find(row.said) != std::string::npos, all);
    std::vector<std::string> traces = kLeakTraces;
    for (const auto& more : {secrets, assertions_in(auth.requests())})
        traces.insert(traces.end(), more.begin(), more.end());
    for (const std::string& trace : traces) BOOST_TEST(all.find(trace) == std::string::npos, trace << " in " << all);
}

BOOST_AUTO_TEST_SUITE_END()
