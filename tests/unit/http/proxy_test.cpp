#include "http/proxy.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <map>
#include <ostream>

#include "base/error.hpp"
#include "http/no_proxy_list.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

BOOST_AUTO_TEST_SUITE(proxies)

struct GoodProxy {
    const char* url;
    const char* peer;
    const char* authorization;

    friend std::ostream& operator<<(std::ostream& out, const GoodProxy& row) { return out << row.url; }
};

// The numbers behind Basic are those of `printf user:password | base64`.
const GoodProxy good_proxies[] = {
    {"http://proxy.example:3128", "proxy.example:3128", ""},
    {"HTTP://proxy.example:3128/", "proxy.example:3128", ""},
    {"proxy.example:3128", "proxy.example:3128", ""},
    {"http://proxy.example", "proxy.example:1080", ""},
    {"http://proxy.example:80", "proxy.example:80", ""},
    {"http://[::1]", "[::1]:1080", ""},
    {"http://[::1]:3128", "[::1]:3128", ""},
    {"http://user:password@proxy.example:3128", "proxy.example:3128", "Basic dXNlcjpwYXNzd29yZA=="},
    {"user@proxy.example:3128", "proxy.example:3128", "Basic dXNlcjo="},
    {"http://me%40x:p%2Fw%3A@proxy.example:3128", "proxy.example:3128", "Basic bWVAeDpwL3c6"},
};

BOOST_DATA_TEST_CASE(reads_a_url, boost::unit_test::data::make(good_proxies), row) {
    const auto proxy = parse_proxy({Secret(row.url), {}, "X"});
    BOOST_TEST_REQUIRE(proxy.has_value());
    BOOST_TEST(proxy->address.peer() == row.peer);
    BOOST_TEST(proxy->authorization.reveal() == row.authorization);
}

BOOST_AUTO_TEST_CASE(there_may_be_none) { BOOST_TEST(!parse_proxy({}).has_value()); }

struct BadProxy {
    const char* url;
    const char* problem;

    friend std::ostream& operator<<(std::ostream& out, const BadProxy& row) { return out << row.url; }
};

const BadProxy bad_proxies[] = {
    {"https://user:s3cret@proxy.example:3128", "it is not one of http://"},
    {"socks5://proxy.example", "it is not one of http://"},
    {"http://", "it has no host and port that can be read"},
    {"http://user:s3cret/@proxy.example:3128", "it has no host and port that can be read"},
    {"http://proxy.example:port", "it has no host and port that can be read"},
    {"http://user:s3cret%@proxy.example:3128", "its user name or password is not percent-encoded"},
};

BOOST_DATA_TEST_CASE(refuses_what_is_none_and_shows_no_password, boost::unit_test::data::make(bad_proxies), row) {
    BOOST_TEST(thrown<CommandError>([&] {
                   parse_proxy({Secret(row.url), {}, "HTTPS_PROXY"});
               }) == std::string("the proxy of HTTPS_PROXY cannot be used: ") + row.problem +
                         "; write http://host:port or http://user:password@host:port, with what is special in user and "
                         "password percent-encoded");
}

BOOST_AUTO_TEST_CASE(shows_no_credentials) {
    BOOST_TEST(without_credentials("http://proxy.example:3128") == "http://proxy.example:3128");
    BOOST_TEST(without_credentials("proxy.example") == "proxy.example");
    BOOST_TEST(without_credentials("http://user:s3cret@proxy.example:3128") == "http://…@proxy.example:3128");
    BOOST_TEST(without_credentials("user:s3cret@proxy.example") == "…@proxy.example");
    BOOST_TEST(without_credentials("http://user:s3/c@ret@proxy.example") == "http://…@proxy.example");
}

using Variables = std::map<std::string, std::string>;

ProxySettings from(const Variables& variables) {
    return proxy_from_environment([&](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    });
}

struct EnvironmentRow {
    const char* title;
    Variables variables;
    const char* url;
    const char* origin;

    friend std::ostream& operator<<(std::ostream& out, const EnvironmentRow& row) { return out << row.title; }
};

const EnvironmentRow environments[] = {
    {"nothing", {}, "", ""},
    {"capitals", {{"HTTPS_PROXY", "a"}}, "a", "HTTPS_PROXY"},
    {"small letters first", {{"HTTPS_PROXY", "a"}, {"https_proxy", "b"}}, "b", "https_proxy"},
    {"an empty one is none", {{"HTTPS_PROXY", "a"}, {"https_proxy", ""}}, "a", "HTTPS_PROXY"},
    {"one for all", {{"ALL_PROXY", "a"}}, "a", "ALL_PROXY"},
    {"one for all comes last", {{"all_proxy", "a"}, {"HTTPS_PROXY", "b"}}, "b", "HTTPS_PROXY"},
    {"one for http is for nothing", {{"HTTP_PROXY", "a"}, {"http_proxy", "b"}}, "", ""},
};

BOOST_DATA_TEST_CASE(comes_from_the_environment, boost::unit_test::data::make(environments), row) {
    const ProxySettings found = from(row.variables);
    BOOST_TEST(found.url.reveal() == row.url);
    BOOST_TEST(found.origin == row.origin);
}

BOOST_AUTO_TEST_CASE(so_do_the_exceptions) {
    using Hosts = std::vector<std::string>;
    BOOST_TEST((from({{"NO_PROXY", "a, b\t.c ,"}}).no_proxy == Hosts{"a", "b", ".c"}));
    BOOST_TEST((from({{"NO_PROXY", "a"}, {"no_proxy", "*"}}).no_proxy == Hosts{"*"}));
    BOOST_TEST(from({{"NO_PROXY", " , "}}).no_proxy.empty());
}

struct Exception {
    const char* entry;
    const char* url;
    bool matches;

    friend std::ostream& operator<<(std::ostream& out, const Exception& row) {
        return out << row.entry << " and " << row.url;
    }
};

const Exception exceptions[] = {
    {"*", "https://a.example/", true},
    {"a.example", "https://a.example/", true},
    {"A.Example", "https://a.eXAMPLE/", true},
    {".a.example", "https://a.example/", true},
    {"a.example", "https://x.a.example:8443/", true},
    {"a.example", "https://xa.example/", false},
    {"x.a.example", "https://a.example/", false},
    {"a.example:443", "https://a.example/", true},
    {"a.example:8443", "https://a.example/", false},
    {"a.example:8443", "https://x.a.example:8443/", true},
    {"a.example:port", "https://a.example/", false},
    {".", "https://a.example/", false},
    {"", "https://a.example/", false},
    {"192.0.2.1", "https://192.0.2.1/", true},
    {"192.0.2.1:443", "https://192.0.2.1/", true},
    {"192.0.2.1:1", "https://192.0.2.1/", false},
    {"192.0.2.1", "https://192.0.2.11/", false},
    {"2.1", "https://192.0.2.1/", false},
    {"192.0.2.0/24", "https://192.0.2.255/", true},
    {"192.0.2.0/25", "https://192.0.2.255/", false},
    {"192.0.2.77/0", "https://198.51.100.1/", true},
    {"192.0.2.1/32", "https://192.0.2.1/", true},
    {"192.0.2.1/33", "https://192.0.2.1/", false},
    {"192.0.2.1/x", "https://192.0.2.1/", false},
    {"10.0.0.0/8", "https://a.example/", false},
    {"2001:db8::/32", "https://[2001:db8::1]/", true},
    {"2001:db8::/32", "https://[2001:db9::1]/", false},
    {"2001:db8::1", "https://[2001:db8::1]/", true},
    {"[2001:db8::1]:443", "https://[2001:db8::1]/", true},
    {"[2001:db8::1]:1", "https://[2001:db8::1]/", false},
    {"192.0.2.0/24", "https://[2001:db8::1]/", false},
    {"b.example", "https://127.0.0.1:8443/", true},
    {"b.example", "http://localhost/", true},
    {"b.example", "https://[::1]/", true},
};

BOOST_DATA_TEST_CASE(has_exceptions, boost::unit_test::data::make(exceptions), row) {
    BOOST_TEST(NoProxyList({"nothing.example", row.entry}).contains(parse_http_url(row.url)) == row.matches);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
