#include <sys/stat.h>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <ostream>
#include <string>

#include "support/globus_workspace.hpp"

using namespace errand::testing;

namespace {

struct BadSecret {
    const char* title;
    /// How the secret is given in the configuration.
    const char* source;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadSecret& row) { return out << row.title; }
};

const BadSecret bad_secrets[] = {
    {"missing file", "{file: missing}",
     "the secret file 'WORKSPACE/config/missing' does not exist; put the secret there, with mode 0600"},
    {"empty file", "{file: empty}", "the secret file 'WORKSPACE/config/empty' is empty; put the secret there"},
    {"file of a line break", "{file: line-break}",
     "the secret file 'WORKSPACE/config/line-break' is empty; put the secret there"},
    {"file that others can read", "{file: open}",
     "the secret file 'WORKSPACE/config/open' can be read or written by others; close it: "
     "chmod 600 'WORKSPACE/config/open'"},
    {"file that its owner may not read", "{file: closed}",
     "the secret file 'WORKSPACE/config/closed' cannot be read: Permission denied"},
    {"directory", "{file: .}", "the secret file 'WORKSPACE/config/' is a directory; name the file within it"},
    {"variable that is not set", "{env: NOT_SET}",
     "the environment variable NOT_SET is not set; it should hold the secret"},
    {"variable that is empty", "{env: EMPTY}", "the environment variable EMPTY is empty; it should hold the secret"},
};

/// With a token endpoint that would give a token for any secret.
struct Credentials : GlobusWorkspace {
    RawServer auth{times(9, json(200, token_body("t0ken")))};
    RawServer transfer{{}};

    Credentials() {
        use(auth, transfer);
        set("EMPTY=");
        write("config/empty", "");
        write("config/line-break", "\n");
        write("config/open", "s3cret\n");
        write("config/closed", "s3cret\n");
        ::chmod((*this / "config/open").c_str(), 0640);
        ::chmod((*this / "config/closed").c_str(), 0);
    }

    /// That a run ends with 78 and this message, and without a word to a service.
    void check_misconfigured(const std::string& message) {
        const CommandResult result = run({"run", "./poll.yaml"});
        BOOST_TEST(result.out == "");
        BOOST_TEST(said(result) == "TIME error: task 'poll' misconfigured after DURATION: " + message + '\n');
        BOOST_TEST(result.exit_code == 78);
        BOOST_TEST(auth.connections() == 0U);
        BOOST_TEST(transfer.connections() == 0U);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(credentials, Credentials)

BOOST_DATA_TEST_CASE(a_secret_that_cannot_be_had_is_bad_configuration, boost::unit_test::data::make(bad_secrets), row) {
    configure_globus("", row.source);
    check_misconfigured(row.message);
}

struct GoodSecret {
    const char* title;
    const char* source;

    friend std::ostream& operator<<(std::ostream& out, const GoodSecret& row) { return out << row.title; }
};

const GoodSecret good_secrets[] = {
    {"variable", "{env: SECRET}"},
    {"file", "{file: secret}"},
    {"credential of systemd", "{credential: secret}"},
    {"command", "{command: [cat, config/secret]}"},
};

/// `3f6c2a1e-0000-4000-8000-00000000c1d0:s3cret`
constexpr char kBasic[] = "Authorization: Basic M2Y2YzJhMWUtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDBjMWQwOnMzY3JldA==\r\n";

BOOST_DATA_TEST_CASE(a_secret_is_taken_from_where_it_is, boost::unit_test::data::make(good_secrets), row) {
    write("config/secret", "s3cret\n");
    set("SECRET=s3cret");
    set("CREDENTIALS_DIRECTORY=" + (path() / "config").string());
    configure_globus("", row.source);
    write("token.yaml", "name: token\ntasks:\n  - {name: token, uses: probe.poll, with: {times: 0}}\n");
    const CommandResult result = run({"run", "./token.yaml"});
    BOOST_TEST(result.exit_code == 0, result.err);
    BOOST_TEST_REQUIRE(auth.requests().size() == 1U);
    BOOST_TEST(auth.requests().front().find(kBasic) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(so_is_a_client_id_from_a_variable_that_is_not_set) {
    set("GLOBUS_CLIENT_ID=");
    check_misconfigured(
        "WORKSPACE/config/errand.yaml:4:3: the client id of the provider 'globus' is taken from the environment "
        "variable GLOBUS_CLIENT_ID, which is not set; set it, or write the id into the configuration (it is no "
        "secret)");
}

BOOST_AUTO_TEST_CASE(a_link_to_a_file_that_others_can_read_is_no_way_around) {
    std::filesystem::create_symlink("open", *this / "config/link");
    configure_globus("", "{file: link}");
    check_misconfigured(
        "the secret file 'WORKSPACE/config/link' can be read or written by others; close it: "
        "chmod 600 'WORKSPACE/config/link'");
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

struct Telltale {
    const char* title;
    Answer token_answer;
    Answer search_answer;

    friend std::ostream& operator<<(std::ostream& out, const Telltale& row) { return out << row.title; }
};

constexpr char kHeader[] = "M2Y2YzJhMWUtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDBjMWQwOmh1bnRlcjIvK2h1bnRlcjI=";

const Telltale telltales[] = {
    {"an echo of the secret", json(401, R"({"error":"no","error_description":"not with hunter2/+hunter2"})"), {}},
    {"an echo of the header", json(401, std::string(R"({"error":"not with Basic )") + kHeader + "\"}"), {}},
    {"an echo by a failing server", json(500, R"({"error":"hunter2%2F%2Bhunter2"})"), {}},
    {"a token response that is cut", json(200, R"({"access_token":"t0ken/+t0ken)"), {}},
    {"a token response of a wrong type", json(200, R"({"access_token":["t0ken/+t0ken"]})"), {}},
    {"a token that cannot be sent", json(200, token_body("t0ken/+t0ken\\u0007")), {}},
    {"a service that refuses", json(200, token_body("t0ken/+t0ken")), json(403, R"({"code":"No","message":"no"})")},
    {"a service that refuses the token", json(200, token_body("t0ken/+t0ken")), json(401, "{}")},
    {"a service that breaks off", json(200, token_body("t0ken/+t0ken")), {reset()}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(messages_about_credentials)

BOOST_DATA_TEST_CASE_F(GlobusWorkspace, shows_neither_secret_nor_token_however_it_fails,
                       boost::unit_test::data::make(telltales), row) {
    const RawServer auth(times(9, row.token_answer));
    const RawServer transfer(times(9, row.search_answer));
    use(auth, transfer);
    const CommandResult text = run({"run", "--verbose", "./list.yaml"});
    const CommandResult report = run({"run", "--verbose", "--json", "./list.yaml"});
    BOOST_TEST(text.exit_code != 0);
    BOOST_TEST(report.exit_code == text.exit_code);
    const std::string printed = text.out + text.err + report.out + report.err;
    BOOST_TEST(printed.find("task 'list': started") != std::string::npos);
    // As they are, percent-encoded and in base64, the secret also as part of the header.
    for (const char* secret : {"hunter2", "aHVudGVyMi8raHVudGVyMg", "aHVudGVyMi", kHeader, "t0ken/+t0ken",
                               "t0ken%2F%2B", "dDBrZW4vK3Qwa2Vu"})
        BOOST_TEST(printed.find(secret) == std::string::npos, secret);
}

BOOST_AUTO_TEST_SUITE_END()
