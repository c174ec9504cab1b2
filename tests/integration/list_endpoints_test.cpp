#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdio>

#include <algorithm>
#include <ostream>
#include <string>

#include "errand/json.hpp"
#include "support/globus_workspace.hpp"
#include "support/sandbox_process.hpp"
#include "support/tls_keys.hpp"

using namespace errand::testing;

namespace {

const std::string kJob = ERRAND_SOURCE_DIR "/jobs/list-endpoints.yaml";

/// What `globus.list-endpoints` prints of the first `count` endpoints of the sandbox.
std::string listing(int count) {
    constexpr const char* kNames[] = {"Beamline Storage", "Cluster Scratch", "Département d'astronomie",
                                      "Tape Archive",     "Laptop of Ada",   "Größere Ablage",
                                      "Shared Results",   "天文台データ"};
    std::string text = std::string("Endpoints belonging to ") + kClientId + '\n';
    for (int number = 1; number <= count; ++number) {
        char id[37];
        std::snprintf(id, sizeof id, "e0000000-0000-4000-8000-%012x", static_cast<unsigned>(number));
        text += std::string("[") + id + "] " + kNames[(number - 1) % 8] + ' ' + std::to_string(number) + '\n';
    }
    return text;
}

const std::string kListed = "TIME info: task 'list' succeeded after DURATION: 250 endpoints\n";

struct Listing : GlobusWorkspace {
    CommandResult run_with(const std::string& parameters) {
        write("job.yaml",
              "name: job\ntasks:\n  - name: list\n    uses: globus.list-endpoints\n    with: " + parameters);
        return run({"run", "--sandbox", "./job.yaml"});
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(list_endpoints, Listing)

BOOST_AUTO_TEST_CASE(lists_all_that_the_sandbox_has) {
    const CommandResult result = run({"run", "--sandbox", kJob});
    BOOST_TEST(result.out == listing(250));
    BOOST_TEST(normalised(result.err, *this) == kListed);
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(lists_no_more_than_the_limit) {
    const CommandResult result = run_with("{limit: 101}\n");
    BOOST_TEST(result.out == listing(101));
    BOOST_TEST(normalised(result.err, *this) == "TIME info: task 'list' succeeded after DURATION: 101 endpoints\n");
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(prints_json) {
    const CommandResult result = run_with("{limit: 150, format: json}\n");
    BOOST_TEST(result.exit_code == 0);
    const auto endpoints = errand::parse_json(result.out).list();
    BOOST_TEST_REQUIRE(endpoints.size() == 150U);
    BOOST_TEST(endpoints[149].find("id")->text() == "e0000000-0000-4000-8000-000000000096");
    BOOST_TEST(endpoints[149].map().size() == 39U);
    // One endpoint to a line, between the brackets.
    BOOST_TEST(std::count(result.out.begin(), result.out.end(), '\n') == 152);
}

BOOST_AUTO_TEST_CASE(prints_csv) {
    const CommandResult result = run_with("{limit: 2, format: csv}\n");
    BOOST_TEST(result.out ==
               "id,display_name,entity_type,owner_string,owner_id\r\n"
               "e0000000-0000-4000-8000-000000000001,Beamline Storage 1,GCSv5_mapped_collection,"
               "3f6c2a1e-0000-4000-8000-00000000c1d0@clients.auth.globus.org,3f6c2a1e-0000-4000-8000-00000000c1d0\r\n"
               "e0000000-0000-4000-8000-000000000002,Cluster Scratch 2,GCSv5_guest_collection,"
               "3f6c2a1e-0000-4000-8000-00000000c1d0@clients.auth.globus.org,3f6c2a1e-0000-4000-8000-00000000c1d0\r\n");
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(says_that_the_service_cut_the_list) {
    const SandboxProcess sandbox(*this, {"--endpoints", "1001"});
    ::use(sandbox, *this);
    const CommandResult result = run({"run", "./list.yaml"});
    BOOST_TEST(result.out == listing(1000));
    BOOST_TEST(said(result) ==
               "TIME warning: task 'list': the list is cut: Globus Transfer shows only the first 1000 endpoints and "
               "says that there are more; narrow the search\n"
               "TIME info: task 'list' succeeded after DURATION: 1000 endpoints\n");
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(lists_what_a_separate_sandbox_has_by_the_variables_that_it_exports) {
    SandboxProcess sandbox(*this);
    write("sandbox.env", sandbox.exports());
    const CommandResult result =
        run_command(command({"/bin/sh", "-c", ". ./sandbox.env && exec \"$0\" run \"$1\"", ERRAND_PROGRAM, kJob}));
    BOOST_TEST(result.out == listing(250));
    BOOST_TEST(normalised(result.err, *this) ==
               "TIME info: the environment variable GLOBUS_SDK_SERVICE_URL_AUTH is in force: http://127.0.0.1:PORT\n"
               "TIME info: the environment variable GLOBUS_SDK_SERVICE_URL_TRANSFER is in force: "
               "http://127.0.0.1:PORT\n" +
                   kListed);
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(normalised(sandbox.stop().err, *this) ==
               "TIME info: serving http://127.0.0.1:PORT until SIGINT or SIGTERM\n"
               "TIME info: POST /v2/oauth2/token -> 200\n"
               "TIME info: GET /v0.10/endpoint_search -> 200\n"
               "TIME info: GET /v0.10/endpoint_search -> 200\n"
               "TIME info: GET /v0.10/endpoint_search -> 200\n"
               "TIME info: stopped after 4 requests\n");
}

BOOST_AUTO_TEST_CASE(takes_the_secret_from_a_file_with_a_line_break_at_its_end) {
    const SandboxProcess sandbox(*this);
    ::use(sandbox, *this);
    write("config/secret", sandbox.exported("GLOBUS_CLIENT_SECRET") + "\n");
    configure_globus("", "{file: secret}");
    const CommandResult result = run({"run", "./list.yaml"});
    BOOST_TEST(result.out == listing(250));
    BOOST_TEST(said(result) == kListed);
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

const TlsKeys& keys() {
    static const TlsKeys made;
    return made;
}

struct Secured : GlobusWorkspace {
    /// A sandbox that speaks TLS with the certificate `name`.
    SandboxProcess sandbox_with(const std::string& name) {
        return SandboxProcess(*this, {"--tls-certificate", keys().certificate(name), "--tls-key", keys().key(name)});
    }
};

struct Refused {
    const char* certificate;
    const char* ca;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const Refused& row) {
        return out << row.certificate << " by " << row.ca;
    }
};

const Refused refused[] = {
    {"good", "self_signed",
     "its certificate authority is not known here; if it is the right one, name it as ca_file under 'http:'"},
    {"other_host", "ca", "it is for another host; check the URL, or what answers there"},
    {"expired", "ca", "it has expired; have it renewed, or check this machine's clock"},
    {"self_signed", "ca", "it is self-signed; if it is the right one, name it as ca_file under 'http:'"},
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(list_endpoints_over_tls, Secured)

BOOST_AUTO_TEST_CASE(trusts_the_ca_file_of_the_configuration) {
    const SandboxProcess sandbox = sandbox_with("good");
    ::use(sandbox, *this);
    configure_globus("http: {ca_file: " + keys().certificate("ca") + "}\n");
    const CommandResult result = run({"run", "./list.yaml"});
    BOOST_TEST(sandbox.url().starts_with("https://"));
    BOOST_TEST(result.out == listing(250));
    BOOST_TEST(said(result) == kListed);
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(trusts_the_ca_file_of_the_environment) {
    const SandboxProcess sandbox = sandbox_with("good");
    ::use(sandbox, *this);
    set("SSL_CERT_FILE=" + keys().certificate("ca"));
    const CommandResult result = run({"run", "./list.yaml"});
    BOOST_TEST(result.out == listing(250));
    BOOST_TEST(said(result) == kListed);
    BOOST_TEST(result.exit_code == 0);
}

BOOST_DATA_TEST_CASE(sends_no_secret_where_it_refuses_the_certificate, boost::unit_test::data::make(refused), row) {
    const SandboxProcess sandbox = sandbox_with(row.certificate);
    ::use(sandbox, *this);
    configure_globus("http: {ca_file: " + keys().certificate(row.ca) + "}\n");
    const CommandResult result = run({"run", "./list.yaml"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(said(result) ==
               std::string("TIME error: task 'list' service unreachable after DURATION: POST "
                           "https://127.0.0.1:PORT/v2/oauth2/token: the certificate of 127.0.0.1:PORT was refused: ") +
                   row.message + '\n');
    BOOST_TEST(result.exit_code == 69);
    BOOST_TEST(sandbox.requests().empty());
}

BOOST_AUTO_TEST_CASE(names_a_ca_file_that_is_not_there) {
    const SandboxProcess sandbox = sandbox_with("good");
    ::use(sandbox, *this);
    configure_globus("http: {ca_file: nowhere.pem}\n");
    const CommandResult result = run({"run", "./list.yaml"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(said(result) ==
               "TIME error: task 'list' misconfigured after DURATION: the certificate authorities at "
               "'WORKSPACE/config/nowhere.pem' cannot be read; name a PEM file or a hashed directory\n");
    BOOST_TEST(result.exit_code == 78);
    BOOST_TEST(sandbox.requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()
