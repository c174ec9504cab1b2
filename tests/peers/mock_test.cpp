#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

#include "support/peer_workspace.hpp"

using namespace errand::testing;
using namespace std::string_literals;

namespace {

struct MockFault {
    /// Those of the requests, in order; the last one stays.
    const char* faults;
    std::int64_t requests;
    int exit_code;
    /// After "TIME ".
    std::string message;

    friend std::ostream& operator<<(std::ostream& out, const MockFault& row) { return out << row.faults; }
};

const std::string kMockSucceeds = "info: task 'read' succeeded after DURATION";
const std::string kMockAnswers =
    "error: task 'read' service unreachable after DURATION: the token endpoint http://127.0.0.1:PORT/token answered ";
const std::string kMockGivesNoToken = kMockAnswers + "with what is no token response: ";

const MockFault mock_faults[] = {
    {"none", 1, 0, kMockSucceeds},
    {"500,none", 2, 0, kMockSucceeds},
    {"503,500,none", 3, 0, kMockSucceeds},
    {"500", 3, 69, kMockAnswers + "server_error (500); check the token URL, and the service"},
    {"429-past,none", 2, 0, kMockSucceeds},
    {"429-seconds,none", 2, 0, kMockSucceeds},
    {"429-date,none", 2, 0, kMockSucceeds},
    {"429-rfc850,none", 2, 0, kMockSucceeds},
    {"429-asctime,none", 2, 0, kMockSucceeds},
    {"429-hour", 1, 69, kMockAnswers + "429; check the token URL, and the service"},
    {"html", 1, 69, kMockGivesNoToken + "it is not JSON; check the token URL"},
    {"text", 1, 69, kMockGivesNoToken + "it is not JSON; check the token URL"},
    {"huge", 1, 69,
     "error: task 'read' service unreachable after DURATION: POST http://127.0.0.1:PORT/token: the answer of "
     "127.0.0.1:PORT is larger than 32MiB; check the URL, and what stands between here and the service"},
    {"no-token", 1, 69, kMockGivesNoToken + "it has no 'access_token'; check the token URL"},
    {"null-token", 1, 69, kMockGivesNoToken + "it has no 'access_token'; check the token URL"},
    {"zero-expiry", 1, 69, kMockGivesNoToken + "its 'expires_in' is 0, not a time to come; check the token URL"},
    {"negative-expiry", 1, 69, kMockGivesNoToken + "its 'expires_in' is -1, not a time to come; check the token URL"},
    {"string-expiry", 1, 69, kMockGivesNoToken + "its 'expires_in' is text, not an integer; check the token URL"},
    {"huge-expiry", 1, 69, kMockGivesNoToken + "its 'expires_in' is a number, not an integer; check the token URL"},
    {"no-expiry", 1, 0, kMockSucceeds},
    {"no-type", 1, 0, kMockSucceeds},
    {"mac-type", 1, 69,
     kMockGivesNoToken + "its 'token_type' is not Bearer, which is all that errand can use; check the token URL"},
    {"narrow-scope", 1, 77,
     "error: task 'read' credentials refused after DURATION: the token endpoint http://127.0.0.1:PORT/token granted "
     "client errand/any less than was asked for, without reports.write; let the client have them there"},
};

struct Mock : PeerWorkspace {
    Mock() : PeerWorkspace("mock") {}
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mock, Mock)

BOOST_DATA_TEST_CASE(answers_as_the_token_url_wants_it, boost::unit_test::data::make(mock_faults), row) {
    const std::string token_url = server.url("token_url") + "?faults=" + row.faults;
    use("any", {{"token_url", token_url}});
    const CommandResult result = read();
    BOOST_TEST(said(result) == "TIME " + row.message + '\n');
    BOOST_TEST(result.exit_code == row.exit_code);
    BOOST_TEST(PeerServer::fetch(server.url("counts_url")).find(token_url)->integer() == row.requests);
}

BOOST_AUTO_TEST_SUITE_END()
