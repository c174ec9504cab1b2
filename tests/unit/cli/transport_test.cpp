#include "cli/transport.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>
#include <set>
#include <sstream>

#include "base/error.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"

namespace errand {

using namespace std::chrono_literals;
using testing::thrown;

/// A configuration and an environment, and what was logged of them.
struct TransportFixture {
    std::map<std::string, std::string> variables;
    HttpDefaults defaults;
    testing::FakeClock clock;
    Redactor redactor;
    std::ostringstream log;

    HttpClientSettings settings() {
        StreamLogger logger(log, clock, Severity::info);
        Surroundings surroundings;
        surroundings.environment = [this](const std::string& name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        };
        return transport_settings(defaults, surroundings, logger, redactor);
    }
};

BOOST_FIXTURE_TEST_SUITE(transport, TransportFixture)

BOOST_AUTO_TEST_CASE(is_as_the_configuration_has_it_here_and_in_tasks) {
    defaults.timeout = 50s;
    defaults.connect_timeout = 1s;
    defaults.tls_timeout = 2s;
    defaults.first_byte_timeout = 3s;
    defaults.ca_file = "/etc/ca.pem";
    defaults.proxy = {ProxyDefaults::Kind::url, "http://proxy.example:3128", std::vector<std::string>{"a.example"}};
    const HttpLimits limits = task_limits(settings(), 7);
    BOOST_TEST((limits.timeout == 50s));
    BOOST_TEST((limits.connect_timeout == 1s));
    BOOST_TEST((limits.tls_timeout == 2s));
    BOOST_TEST((limits.first_byte_timeout == 3s));
    BOOST_TEST(limits.ca_file == "/etc/ca.pem");
    BOOST_TEST(limits.max_retries == 7);
    BOOST_TEST(limits.proxy.reveal() == "http://proxy.example:3128");
    BOOST_TEST((limits.no_proxy == std::vector<std::string>{"a.example"}));
    BOOST_TEST((settings().redirects == Redirects::refuse));
}

BOOST_AUTO_TEST_CASE(lets_tasks_open_what_links_to_authorities_lead_to_elsewhere) {
    namespace fs = std::filesystem;
    const testing::TemporaryDirectory directory;
    const fs::path authorities = directory.path() / "certs";
    fs::create_directory(authorities);
    for (const char* target : {"own.pem", "/usr/share/ca-certificates/z.crt", "/opt/x.pem", "../y.pem"})
        fs::create_symlink(target, authorities / (fs::path(target).stem().string() + ".link"));
    std::ofstream(authorities / "own.pem") << "not read";
    variables = {{"SSL_CERT_DIR", authorities}};
    const std::vector<std::string> places = task_limits(settings(), 7).ca_places;
    BOOST_TEST((std::set<std::string>(places.begin(), places.end()) ==
                std::set<std::string>{authorities, authorities / "x.link", authorities / "y.link"}));
    defaults.ca_file = "/etc/ca.pem";
    BOOST_TEST(task_limits(settings(), 7).ca_places.front() == "/etc/ca.pem");
}

BOOST_AUTO_TEST_CASE(has_the_password_of_a_proxy_redacted) {
    variables = {{"HTTPS_PROXY", "http://me:pass%20word@proxy.example:3128"}};
    settings();
    BOOST_TEST(redactor.redact("(pass word) (pass%20word) (bWU6cGFzcyB3b3Jk)") == "(***) (***) (bWU6***)");
}

BOOST_AUTO_TEST_CASE(says_that_a_proxy_of_the_environment_is_in_force_without_its_password) {
    variables = {{"HTTPS_PROXY", "http://me:s3cret@proxy.example:3128"}, {"NO_PROXY", "a.example"}};
    BOOST_TEST(settings().proxy.url.reveal() == "http://me:s3cret@proxy.example:3128");
    BOOST_TEST(log.str() ==
               "2027-01-15T09:00:00Z info: the environment variable HTTPS_PROXY is in force: "
               "http://…@proxy.example:3128\n");
}

BOOST_AUTO_TEST_CASE(takes_the_proxy_of_the_configuration_first) {
    variables = {{"HTTPS_PROXY", "http://env.example"}, {"NO_PROXY", "a.example"}};
    defaults.proxy = {ProxyDefaults::Kind::none, "none", std::nullopt};
    BOOST_TEST(settings().proxy.url.empty());
    defaults.proxy = {ProxyDefaults::Kind::url, "http://conf.example", std::vector<std::string>()};
    BOOST_TEST(settings().proxy.url.reveal() == "http://conf.example");
    BOOST_TEST(settings().proxy.no_proxy.empty());
    BOOST_TEST(log.str().empty());
}

BOOST_AUTO_TEST_CASE(reads_a_proxy_from_a_file_that_is_private) {
    const testing::TemporaryDirectory directory;
    const auto file = directory.write("proxy", "http://me:s3cret@proxy.example\n");
    defaults.proxy = {ProxyDefaults::Kind::file, file.string(), std::nullopt};
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    BOOST_TEST(settings().proxy.url.reveal() == "http://me:s3cret@proxy.example");
    std::filesystem::permissions(file, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
    BOOST_TEST(thrown<CommandError>([&] { settings(); }) == "the proxy's file '" + file.string() +
                                                                "' can be read or written by others; close it: chmod "
                                                                "600 '" +
                                                                file.string() + "'");
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong_with_the_file_of_a_proxy) {
    const testing::TemporaryDirectory directory;
    const auto file = directory.write("proxy", "\n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    defaults.proxy = {ProxyDefaults::Kind::file, file.string(), std::nullopt};
    BOOST_TEST(thrown<CommandError>([&] { settings(); }) ==
               "the proxy's file '" + file.string() + "' is empty; write http://user:password@host:port there");
    defaults.proxy.text = "/nowhere/proxy";
    BOOST_TEST(thrown<CommandError>([&] { settings(); }) ==
               "the proxy's file '/nowhere/proxy' cannot be read: No such file or directory");
}

BOOST_AUTO_TEST_CASE(says_at_once_that_a_proxy_cannot_be_used) {
    variables = {{"https_proxy", "socks5://me:s3cret@proxy.example"}};
    BOOST_TEST(thrown<CommandError>([&] { settings(); }) ==
               "the proxy of https_proxy cannot be used: it is not one of http://; write http://host:port or "
               "http://user:password@host:port, with what is special in user and password percent-encoded");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
