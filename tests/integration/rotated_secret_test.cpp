#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <vector>

#include "base/event.hpp"
#include "support/globus_workspace.hpp"

using namespace errand::testing;

namespace {

/// What becomes of a secret's file after the first grant of a run, and what of the second.
struct Rotation {
    const char* title;
    /// What the file holds then; nothing: what it did.
    const char* secret;
    /// When the client is asked to prove itself once more.
    Answer last_answer;
    /// All that were made for tokens.
    std::size_t requests;
    int exit_code;
    /// After "TIME ".
    std::string said;

    friend std::ostream& operator<<(std::ostream& out, const Rotation& row) { return out << row.title; }
};

const Answer kRefusalOfClient = json(401, R"({"error":"invalid_client"})");
const std::string kRefusedAgain = std::string(
                                      "error: task 'poll' credentials refused after DURATION: the token endpoint "
                                      "http://127.0.0.1:PORT/v2/oauth2/token refused client ") +
                                  kClientId + ": invalid_client (401)";

const Rotation rotations[] = {
    {"rotated", "n3w-s3cret", json(200, token_body("second")), 3, 0, "info: task 'poll' succeeded after DURATION"},
    {"rotated, and refused all the same", "n3w-s3cret", kRefusalOfClient, 3, 77, kRefusedAgain},
    {"the same as before", nullptr, json(200, token_body("second")), 2, 77, kRefusedAgain},
};

/// `3f6c2a1e-0000-4000-8000-00000000c1d0:s3cret`, and `…:n3w-s3cret`
constexpr char kOldBasic[] = "Authorization: Basic M2Y2YzJhMWUtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDBjMWQwOnMzY3JldA==\r\n";
constexpr char kNewBasic[] =
    "Authorization: Basic M2Y2YzJhMWUtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDBjMWQwOm4zdy1zM2NyZXQ=\r\n";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(rotated_secret, GlobusWorkspace)

BOOST_DATA_TEST_CASE(is_read_once_more_when_the_client_is_refused, boost::unit_test::data::make(rotations), row) {
    const errand::Event rotated;
    const RawServer auth(each({json(200, token_body("first")),
                               {hold(rotated.descriptor()), kRefusalOfClient.front()},
                               row.last_answer,
                               kRefusalOfClient}));
    const RawServer transfer(each({json(401, "{}"), json(200, "{}"), json(200, "{}"), json(200, "{}")}));
    use(auth, transfer);
    configure_globus("", "{file: secret}");
    write("config/secret", "s3cret\n");
    Command running(errand({"run", "./poll.yaml"}));
    BOOST_TEST_REQUIRE(auth.wait_for_requests(2));
    if (row.secret) write("config/secret", row.secret);
    rotated.set();
    const CommandResult result = running.wait();
    BOOST_TEST(said(result) == "TIME " + row.said + '\n');
    BOOST_TEST(result.exit_code == row.exit_code);
    const std::vector<std::string> requests = auth.requests();
    BOOST_TEST_REQUIRE(requests.size() == row.requests);
    for (std::size_t i = 0; i < requests.size(); ++i)
        BOOST_TEST(requests[i].find(i < 2 ? kOldBasic : kNewBasic) != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
