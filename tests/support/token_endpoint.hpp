#pragma once

#include <boost/test/unit_test.hpp>
#include <string>

#include "support/globus_workspace.hpp"

namespace errand::testing {

/// The beginnings of what is said of a token endpoint, which `poll.yaml` needs a token from.
inline const std::string kPost = "service unreachable after DURATION: POST http://127.0.0.1:PORT/v2/oauth2/token: ";
inline const std::string kAnswered =
    "service unreachable after DURATION: the token endpoint http://127.0.0.1:PORT/v2/oauth2/token answered ";

/// A workspace for runs that get no token.
struct TokenEndpoint : GlobusWorkspace {
    /// That a run fails so, and that the task never asked its service.
    void check_fails(const RawServer& auth, int exit_code, const std::string& message) {
        const RawServer transfer(times(9, json(200, "{}")));
        use(auth, transfer);
        check_poll_fails(transfer, exit_code, message);
    }
    /// The same, of endpoints that are in force already.
    void check_poll_fails(const RawServer& transfer, int exit_code, const std::string& message) const {
        const CommandResult result = run({"run", "./poll.yaml"});
        BOOST_TEST(result.out == "");
        BOOST_TEST(said(result) == "TIME error: task 'poll' " + message + '\n');
        BOOST_TEST(result.exit_code == exit_code);
        BOOST_TEST(transfer.connections() == 0U);
    }
};

}  // namespace errand::testing
