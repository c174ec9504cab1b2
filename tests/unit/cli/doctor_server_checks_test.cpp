#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "cli/doctor/server_checks.hpp"
#include "errand/error.hpp"
#include "errand/testing/scripted_http_client.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_provider.hpp"
#include "support/finding_text.hpp"
#include "support/raw_server_tls.hpp"
#include "support/tls_keys.hpp"

namespace errand {

BOOST_AUTO_TEST_SUITE(server_checks_of_doctor)

using namespace std::chrono_literals;

const HttpUrl auth_url = parse_http_url("https://auth.example.org/");

struct Shown {
    std::optional<CertificateObjection> objection;
    /// From now to its end.
    std::chrono::seconds left;
    const char* text;

    friend std::ostream& operator<<(std::ostream& out, const Shown& row) { return out << row.text; }
};

const Shown shown_certificates[] = {
    {std::nullopt, 21 * 24h,
     "ok       tls  ours: the certificates of auth.example.org:443 are trusted for 21 more days, until "
     "2027-02-05T09:00:00Z\n"},
    {std::nullopt, 21 * 24h - 1s,
     "warning  tls  ours: the certificates of auth.example.org:443 are trusted for 20 more days, until "
     "2027-02-05T08:59:59Z; have them renewed there\n"},
    {CertificateObjection{"it has expired", "have it renewed"}, -1s,
     "wrong    tls  ours: the certificate of auth.example.org:443 is refused: it has expired; have it renewed\n"},
};

BOOST_DATA_TEST_CASE(judge_certificates, boost::unit_test::data::make(shown_certificates), row) {
    const testing::FakeClock clock;
    const auto now = std::chrono::floor<std::chrono::seconds>(clock.now());
    const Finding finding = judge_certificate("ours", auth_url, {row.objection, now + row.left}, now);
    BOOST_TEST(testing::line_of(finding) == row.text);
    BOOST_TEST((finding.code == (finding.health == Health::wrong ? ExitCode::unreachable : ExitCode::done)));
}

struct Served {
    const char* name;
    const char* text;

    friend std::ostream& operator<<(std::ostream& out, const Served& row) { return out << row.name; }
};

const Served served_certificates[] = {
    {"expired", " is refused: it has expired; have it renewed, or check this machine's clock\n"},
    {"self_signed", " is refused: it is self-signed; if it is the right one, name it as ca_file under 'http:'\n"},
    {"other_host", " is refused: it is for another host; check the URL, or what answers there\n"},
    {"good", " are trusted for 1 more days, until "},
};

BOOST_DATA_TEST_CASE(look_at_what_a_server_shows, boost::unit_test::data::make(served_certificates), row) {
    static const testing::TlsKeys keys;
    const testing::TlsRawServer server({{}}, {keys.key(row.name), keys.certificate(row.name)});
    HttpClientSettings settings;
    settings.ca_file = keys.certificate("ca");
    const std::string text = testing::line_of(check_certificate(
        "ours", parse_http_url("https://" + server.peer() + '/'), settings, 20s, std::chrono::system_clock::now()));
    BOOST_TEST(text.find(server.peer() + row.text) != std::string::npos, text);
}

struct Date {
    const char* value;
    const char* text;
    ExitCode code;

    friend std::ostream& operator<<(std::ostream& out, const Date& row) { return out << row.value; }
};

// The clock of the test stands at 09:00:00.
const Date dates[] = {
    {"Fri, 15 Jan 2027 09:00:29 GMT", "ok       clock  ours: it agrees with that of auth.example.org:443\n",
     ExitCode::done},
    {"Fri, 15 Jan 2027 08:59:30 GMT",
     "warning  clock  ours: this machine's clock is 30s ahead of that of auth.example.org:443; timedatectl set-ntp "
     "true\n",
     ExitCode::done},
    {"Fri, 15 Jan 2027 09:10:00 GMT",
     "wrong    clock  ours: this machine's clock is 10m behind that of auth.example.org:443; timedatectl set-ntp "
     "true\n",
     ExitCode::configuration},
    {"tomorrow", "warning  clock  ours: auth.example.org:443 does not say what time it is; timedatectl status\n",
     ExitCode::done},
};

BOOST_DATA_TEST_CASE(compare_the_clock, boost::unit_test::data::make(dates), row) {
    const testing::FakeClock clock;
    testing::ScriptedHttpClient http;
    http.answer(404, "", {{"Date", row.value}});
    const Finding finding = check_clock("ours", "https://auth.example.org/x", http, clock);
    BOOST_TEST(testing::line_of(finding) == row.text);
    BOOST_TEST((finding.code == row.code));
    BOOST_TEST(http.requests().front().url == "https://auth.example.org/x");
}

BOOST_AUTO_TEST_CASE(tell_what_a_grant_brings) {
    testing::FakeProvider provider({}, [](const ScopeDescription& scopes) {
        return AccessToken{Secret("abc"), "a b", scopes.resource_server, "Bearer", {}, {}};
    });
    BOOST_TEST(testing::line_of(check_grant({"ours", provider}, {"r1", {"a"}})) ==
               "ok       token  ours: ba7816bf for r1, which grants a b\n");
}

BOOST_AUTO_TEST_CASE(tell_why_there_is_no_grant) {
    testing::FakeProvider refusing({}, [](const ScopeDescription&) -> AccessToken {
        throw CredentialsRefused("no; check the client id and its secret");
    });
    const Finding refused = check_grant({"ours", refusing}, {"r1", {"a"}});
    BOOST_TEST(testing::line_of(refused) == "wrong    token  ours: no; check the client id and its secret\n");
    BOOST_TEST((refused.code == ExitCode::credentials));
    testing::FakeProvider away({}, [](const ScopeDescription&) -> AccessToken {
        throw ServiceUnreachable("nobody there; check the network");
    });
    BOOST_TEST((check_grant({"ours", away}, {"r1", {"a"}}).code == ExitCode::unreachable));
}

BOOST_AUTO_TEST_CASE(look_names_up) {
    BOOST_TEST(testing::line_of(check_name("ours", "127.0.0.1", 20s)) ==
               "ok       dns  ours: 127.0.0.1 is 127.0.0.1\n");
    const Finding unknown = check_name("ours", "a..b", 20s);
    BOOST_TEST(testing::line_of(unknown) ==
               "wrong    dns  ours: the name 'a..b' cannot be resolved: Name or service not known; getent hosts "
               "'a..b'\n");
    BOOST_TEST((unknown.code == ExitCode::unreachable));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
