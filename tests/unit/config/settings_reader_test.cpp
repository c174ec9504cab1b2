#include "config/settings_reader.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "support/example_forms.hpp"

using namespace errand;

BOOST_AUTO_TEST_SUITE(settings_reader)

namespace {

constexpr char kFile[] = "/etc/errand/errand.yaml";

std::string problems_of(const std::string& text) {
    try {
        read_settings(text, kFile, testing::example_forms());
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "no problem";
}

const std::string kGood = "type: globus, client_id: x, client_secret: {env: S}";

struct BadFile {
    const char* title;
    std::string text;
    std::string message;

    friend std::ostream& operator<<(std::ostream& out, const BadFile& file) { return out << file.title; }
};

constexpr char kLiteralSecret[] =
    "a secret may not stand in this file: put it in a file of its own that only you can read and write "
    "{file: /path/to/it}, or write {env: NAME} for an environment variable";

const BadFile bad_files[] = {
    {"unknown key", "plugin: [a]\n", "1:1: unknown key 'plugin', did you mean 'plugins'?\n    plugin: [a]\n    ^"},
    {"not a map", "- a\n", "1:1: expected a map, found a list\n    - a\n    ^"},
    {"providers not a map", "providers: [a]\n",
     "1:12: expected a map, found a list\n    providers: [a]\n               ^"},
    {"provider not a map", "providers: {g: s3cret}\n", "1:16: expected a map, found text"},
    {"unknown type", "providers:\n  g:\n    type: globsu\n    client_id: x\n    client_secret: {env: S}\n",
     "3:11: unknown provider type 'globsu', did you mean 'globus'?\n        type: globsu\n              ^"},
    {"a store of another kind", "store: {url: 'mysql://db.example.org/errand'}\n",
     "1:14: expected a URL such as postgresql://errand@db.example.org/errand\n    store: {url: "
     "'mysql://db.example.org/errand'}\n"
     "                 ^"},
    {"unknown type, nothing near", "providers:\n  g:\n    type: x\n    client_id: x\n    client_secret: {env: S}\n",
     "3:11: unknown provider type 'x'; known are globus, oauth2\n        type: x\n              ^"},
    {"literal secret", "providers:\n  g:\n    type: globus\n    client_id: x\n    client_secret: s3cret\n",
     std::string("5:20: ") + kLiteralSecret},
    {"literal secret among others", "providers: {g: {type: globus, client_id: x, client_secret: 's3cret', scops: a}}\n",
     std::string("1:60: ") + kLiteralSecret +
         "\n/etc/errand/errand.yaml:1:70: unknown key 'scops', did you mean 'scopes'?"},
    {"misspelt secret", "providers:\n  g: {type: globus, client_id: x,\n    client_sceret: s3cret}\n",
     "2:6: missing key 'client_secret'\n      g: {type: globus, client_id: x,\n         ^\n"
     "/etc/errand/errand.yaml:3:5: unknown key 'client_sceret', did you mean 'client_secret'?"},
    {"secret as the name of a variable",
     "providers:\n  g: {type: globus, client_id: x, client_secret: {env: s3cret+}}\n",
     "2:56: this is not the name of an environment variable, such as GLOBUS_CLIENT_SECRET"},
    {"secret from both", "providers:\n  g:\n    type: globus\n    client_id: x\n    client_secret: {env: S, file: f}\n",
     "5:20: expected one of {file: /path/to/it}, {env: NAME}, {command: [program, argument]} or {credential: name}\n   "
     "     client_secret: {env: S, file: f}\n"
     "                       ^"},
    {"client id from a file",
     "providers:\n  g:\n    type: globus\n    client_id: {env: I, file: f}\n    client_secret: {env: S}\n",
     "4:25: unknown key 'file'"},
    {"url of Globus", "providers:\n  g: {" + kGood + ",\n    token_url: 'https://x'}\n",
     "3:16: 'token_url' is for providers of type oauth2"},
    {"unknown environment", "providers:\n  g: {" + kGood + ",\n    environment: previw}\n",
     "3:18: unknown environment 'previw', did you mean 'preview'?\n        environment: previw}\n                     "
     "^"},
    {"oauth2 without url", "providers:\n  g: {type: oauth2, client_id: x, client_secret: {env: S}}\n",
     "2:6: expected either 'token_url' or 'issuer'\n      g: {type: oauth2, client_id: x, client_secret: {env: S}}\n   "
     "      ^"},
    {"oauth2 with a bad url",
     "providers:\n  g:\n    type: oauth2\n    client_id: x\n    client_secret: {env: S}\n    token_url: ftp://x\n",
     "6:16: expected a URL such as https://example.org/path, found 'ftp://x'\n        token_url: ftp://x\n             "
     "      ^"},
    {"scopes in one text",
     "providers:\n  g:\n    type: oauth2\n    client_id: x\n    client_secret: {env: S}\n    token_url: https://x\n    "
     "scopes: [a b]\n",
     "7:14: a scope holds no blanks; give each its own item in the list\n        scopes: [a b]\n                 ^"},
    {"key of another choice",
     "providers:\n  g: {type: oauth2, client_id: x, client_authentication: key, private_key: {env: K},\n"
     "    token_url: 'https://x', client_secret: s3cret}\n",
     "3:44: 'client_secret' is for client_authentication: basic"},
    {"missing key of a choice",
     "providers:\n  g: {type: oauth2, client_id: x, client_authentication: key, token_url: 'https://x'}\n",
     "2:6: missing key 'private_key'\n"
     "      g: {type: oauth2, client_id: x, client_authentication: key, token_url: 'https://x'}\n         ^"},
    {"both of two alternatives",
     "providers:\n  g: {type: oauth2, client_id: x, client_secret: {env: S}, token_url: 'https://x', issuer: "
     "'https://x'}\n",
     "2:6: expected either 'token_url' or 'issuer'\n"
     "      g: {type: oauth2, client_id: x, client_secret: {env: S}, token_url: 'https://x', issuer: 'https://x'}\n"
     "         ^"},
    {"command without a program", "providers: {g: {type: globus, client_id: x, client_secret: {command: []}}}\n",
     "1:70: a command needs a program, such as [pass, show, globus]\n"
     "    providers: {g: {type: globus, client_id: x, client_secret: {command: []}}}\n"
     "                                                                         ^"},
    {"credential with a path", "providers: {g: {type: globus, client_id: x, client_secret: {credential: ../s}}}\n",
     "1:73: this is not the name of a systemd credential, such as globus-client-secret\n"
     "    providers: {g: {type: globus, client_id: x, client_secret: {credential: ../s}}}\n"
     "                                                                            ^"},
    {"client id of nothing", "providers: {g: {type: globus, client_id: '', client_secret: {env: S}}}\n",
     "1:42: the client id is empty\n    providers: {g: {type: globus, client_id: '', client_secret: {env: S}}}\n"
     "                                             ^"},
    {"parameter that is errand's own",
     "providers:\n  g: {type: oauth2, client_id: x, client_secret: {env: S}, token_url: 'https://x',\n"
     "    parameters: {client_secret: s3cret}}\n",
     "3:18: 'client_secret' is set by errand itself"},
    {"home directory", "jobs: [~/jobs]\n",
     "1:8: '~' is not replaced here; write the path in full, or relative to this file\n    jobs: [~/jobs]\n           "
     "^"},
    {"jobs without list", "jobs: a\n", "1:7: expected a list, found text\n    jobs: a\n          ^"},
    {"memory of nothing", "limits: {memory: 0}\n",
     "1:18: a limit must be more than nothing\n    limits: {memory: 0}\n                     ^"},
    {"memory without unit that exists", "limits: {memory: 1G}\n",
     "1:18: expected a size such as 10MiB, found '1G'\n    limits: {memory: 1G}\n                     ^"},
    {"timeout", "http: {timeout: 60}\n",
     "1:17: expected a duration such as 5m or 2h30m, found '60'\n    http: {timeout: 60}\n                    ^"},
    {"no time for a phase", "http: {tls_timeout: 0s}\n",
     "1:21: a limit must be more than nothing\n    http: {tls_timeout: 0s}\n                        ^"},
    {"password of a proxy", "http: {proxy: 'http://me:s3cret@proxy.example:3128'}\n",
     "1:15: a password may not stand in this file: put the whole URL in a file of its own that only you can read and "
     "write {file: /path/to/it}"},
    {"proxy from elsewhere", "http: {proxy: {env: X}}\n",
     "1:15: missing key 'file'\n    http: {proxy: {env: X}}\n                  ^\n"
     "/etc/errand/errand.yaml:1:16: unknown key 'env'\n    http: {proxy: {env: X}}\n                   ^"},
    {"no_proxy in one text", "http: {no_proxy: a}\n",
     "1:18: expected a list, found text\n    http: {no_proxy: a}\n                     ^"},
    {"too many retries", "http: {retries: 21}\n",
     "1:17: retries must be from 0 to 20\n    http: {retries: 21}\n                    ^"},
    {"retries below zero", "http: {retries: -1}\n",
     "1:17: retries must be from 0 to 20\n    http: {retries: -1}\n                    ^"},
};

}  // namespace

BOOST_DATA_TEST_CASE(points_at_the_mistake_and_shows_no_secret, boost::unit_test::data::make(bad_files), file) {
    BOOST_TEST(problems_of(file.text) == std::string(kFile) + ':' + file.message);
    BOOST_TEST(problems_of(file.text).find("s3cret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(tells_what_the_checks_object_to_at_its_place_with_all_else) {
    const SettingsChecks checks = {
        .provider_url =
            [](const std::string& url) { return std::optional("no " + url.substr(0, url.find_first_of("@?"))); },
        .plugins = [](const std::filesystem::path& path) { return std::optional("no " + path.string()); }};
    const std::string text =
        "providers:\n"
        "  one: {type: oauth2, client_id: x, client_secret: {env: S},\n"
        "    token_url: 'http://a/'}\n"
        "  two: {type: oauth2, client_id: x, client_secret: {env: S},\n"
        "    token_url: 'http://a?key=s3cret'}\n"
        "plugins: [near, /far, ~/home]\n"
        "job: [here]\n";
    BOOST_CHECK_EXCEPTION(
        read_settings(text, kFile, testing::example_forms(), checks), ConfigError, [](const ConfigError& error) {
            BOOST_TEST(error.what() ==
                       "/etc/errand/errand.yaml:3:16: no http://a/\n        token_url: 'http://a/'}\n"
                       "                   ^\n"
                       "/etc/errand/errand.yaml:5:16: no http://a\n"
                       "/etc/errand/errand.yaml:6:11: no /etc/errand/near\n    plugins: [near, /far, ~/home]\n"
                       "              ^\n"
                       "/etc/errand/errand.yaml:6:17: no /far\n    plugins: [near, /far, ~/home]\n"
                       "                    ^\n"
                       "/etc/errand/errand.yaml:6:23: '~' is not replaced here; write the path in full, or relative to "
                       "this file\n    plugins: [near, /far, ~/home]\n                          ^\n"
                       "/etc/errand/errand.yaml:7:1: unknown key 'job', did you mean 'jobs'?\n    job: [here]\n    ^");
            return true;
        });
}

BOOST_AUTO_TEST_CASE(has_defaults_for_everything) {
    for (const char* text : {"", "# nothing\n", "{}", "providers:\n"}) {
        const Settings settings = read_settings(text, kFile, testing::example_forms());
        BOOST_TEST(settings.providers.empty());
        BOOST_TEST(settings.plugins.empty());
        BOOST_TEST(settings.jobs.empty());
        BOOST_TEST(settings.limits.resources.memory.value() == 1 << 30);
        BOOST_TEST(settings.limits.resources.output.value() == 64 << 20);
        BOOST_TEST(!settings.limits.time_limit);
        BOOST_TEST((settings.limits.grace == std::chrono::seconds(10)));
        BOOST_TEST(settings.http.ca_file.empty());
        BOOST_TEST((settings.http.timeout == std::chrono::seconds(60)));
        BOOST_TEST((settings.http.connect_timeout == std::chrono::seconds(10)));
        BOOST_TEST((settings.http.tls_timeout == std::chrono::seconds(10)));
        BOOST_TEST((settings.http.first_byte_timeout == std::chrono::seconds(30)));
        BOOST_TEST(settings.http.retries == 4);
        BOOST_TEST((settings.http.proxy.kind == ProxyDefaults::Kind::environment));
        BOOST_TEST(!settings.http.proxy.exceptions.has_value());
    }
}

BOOST_AUTO_TEST_CASE(reads_everything) {
    const Settings settings = read_settings(
        "providers:\n"
        "  ours:\n"
        "    type: globus\n"
        "    client_id: 3f6c2a1e-0000-4000-8000-00000000c1d0\n"
        "    client_secret: {file: secrets/globus}\n"
        "    environment: preview\n"
        "  another:\n"
        "    type: oauth2\n"
        "    client_id: {env: CLIENT_ID}\n"
        "    client_secret: {env: CLIENT_SECRET}\n"
        "    token_url: https://login.example.org/token\n"
        "    scopes: [read, write]\n"
        "plugins: [/opt/ours/plugins]\n"
        "jobs: [../jobs, more]\n"
        "limits: {memory: 2GiB, output: 1MiB, time_limit: 1h, grace: 0s}\n"
        "http: {ca_file: ca.pem, timeout: 5s, retries: 0}\n",
        kFile, testing::example_forms());
    BOOST_REQUIRE((settings.provider_names() == std::vector<std::string>{"ours", "another"}));
    const ProviderSettings& ours = settings.providers[0];
    BOOST_TEST(ours.type == "globus");
    BOOST_TEST((ours.where == SourcePosition{kFile, 2, 3}));
    BOOST_TEST((ours.values == Value::Map{{"client_id", "3f6c2a1e-0000-4000-8000-00000000c1d0"},
                                          {"client_secret", Value::Map{{"file", "/etc/errand/secrets/globus"}}},
                                          {"environment", "preview"}}));
    const ProviderSettings& another = settings.providers[1];
    BOOST_TEST(another.type == "oauth2");
    BOOST_TEST((another.values == Value::Map{{"client_id", Value::Map{{"env", "CLIENT_ID"}}},
                                             {"client_authentication", "basic"},
                                             {"client_secret", Value::Map{{"env", "CLIENT_SECRET"}}},
                                             {"token_url", "https://login.example.org/token"},
                                             {"scopes", Value::List{"read", "write"}}}));
    BOOST_TEST(settings.plugins.at(0).path == "/opt/ours/plugins");
    BOOST_TEST(settings.jobs.at(0).path == "/etc/jobs");
    BOOST_TEST(settings.jobs.at(1).path == "/etc/errand/more");
    BOOST_TEST((settings.jobs.at(1).where == SourcePosition{kFile, 14, 17}));
    BOOST_TEST(settings.limits.resources.memory.value() == 2LL << 30);
    BOOST_TEST(settings.limits.resources.output.value() == 1 << 20);
    BOOST_TEST((settings.limits.time_limit == std::chrono::hours(1)));
    BOOST_TEST((settings.limits.grace == std::chrono::seconds(0)));
    BOOST_TEST(settings.http.ca_file == "/etc/errand/ca.pem");
    BOOST_TEST((settings.http.timeout == std::chrono::seconds(5)));
    BOOST_TEST(settings.http.retries == 0);
}

BOOST_AUTO_TEST_CASE(reads_every_kind_of_value) {
    const Settings settings = read_settings(
        "providers:\n"
        "  ours:\n"
        "    type: oauth2\n"
        "    client_id: x\n"
        "    client_authentication: key\n"
        "    private_key: {command: [pass, show, 'a key']}\n"
        "    certificate: tls/client.pem\n"
        "    issuer: http://localhost:8080/a\n"
        "    resource: https://api.example.org/\n"
        "    parameters: {tenant: '7'}\n"
        "    lifetime: 90s\n",
        kFile, testing::example_forms());
    BOOST_TEST((settings.providers.at(0).values ==
                Value::Map{{"client_id", "x"},
                           {"client_authentication", "key"},
                           {"private_key", Value::Map{{"command", Value::List{"pass", "show", "a key"}}}},
                           {"certificate", "/etc/errand/tls/client.pem"},
                           {"issuer", "http://localhost:8080/a"},
                           {"resource", Value::List{"https://api.example.org/"}},
                           {"parameters", Value::Map{{"tenant", "7"}}},
                           {"lifetime", 90'000}}));
}

BOOST_AUTO_TEST_CASE(reads_how_services_are_reached) {
    const auto read = [](const std::string& http) {
        return read_settings("http: {" + http + "}\n", kFile, testing::example_forms()).http;
    };
    const HttpDefaults limits = read("connect_timeout: 1s, tls_timeout: 2s, first_byte_timeout: 3s");
    BOOST_TEST((limits.connect_timeout == std::chrono::seconds(1)));
    BOOST_TEST((limits.tls_timeout == std::chrono::seconds(2)));
    BOOST_TEST((limits.first_byte_timeout == std::chrono::seconds(3)));
    const ProxyDefaults by_url = read("proxy: 'http://proxy.example:3128', no_proxy: [a.example, 10.0.0.0/8]").proxy;
    BOOST_TEST((by_url.kind == ProxyDefaults::Kind::url));
    BOOST_TEST(by_url.text == "http://proxy.example:3128");
    BOOST_TEST((by_url.exceptions == std::vector<std::string>{"a.example", "10.0.0.0/8"}));
    BOOST_TEST((read("proxy: none").proxy.kind == ProxyDefaults::Kind::none));
    const ProxyDefaults in_file = read("no_proxy: [], proxy: {file: proxy}").proxy;
    BOOST_TEST((in_file.kind == ProxyDefaults::Kind::file));
    BOOST_TEST(in_file.text == "/etc/errand/proxy");
    BOOST_TEST((in_file.exceptions == std::vector<std::string>()));
}

BOOST_AUTO_TEST_SUITE_END()
