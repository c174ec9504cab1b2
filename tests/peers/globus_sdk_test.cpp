#include <boost/test/unit_test.hpp>

#include <string>

#include "support/globus_workspace.hpp"
#include "support/sandbox_process.hpp"

using namespace errand::testing;

BOOST_FIXTURE_TEST_SUITE(globus_sdk, GlobusWorkspace)

BOOST_AUTO_TEST_CASE(finds_in_the_sandbox_what_errand_finds) {
    SandboxProcess sandbox(*this);
    ::use(sandbox, *this);
    CommandRequest request = errand({});
    request.words = {"/usr/bin/env", "node", ERRAND_PEERS "/globus-sdk.mjs"};
    const CommandResult official = run_command(request);
    const CommandResult ours = run({"run", "./list.yaml"});
    BOOST_TEST(official.err == "");
    BOOST_TEST(official.exit_code == 0);
    BOOST_TEST(ours.out == std::string("Endpoints belonging to ") + kClientId + '\n' +
                               official.out.substr(0, official.out.find("active: ")));
    BOOST_TEST(official.out.ends_with("\nactive: true\nactive: false\n"), official.out);
}

BOOST_AUTO_TEST_SUITE_END()
