#include <boost/test/unit_test.hpp>
#include <memory>
#include <vector>

#include "support/globus_workspace.hpp"

namespace errand::testing {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
/// Sanitized processes are heavy.
constexpr std::size_t kRuns = 30;
#else
constexpr std::size_t kRuns = 200;
#endif

BOOST_FIXTURE_TEST_SUITE(many_runs, GlobusWorkspace)

BOOST_AUTO_TEST_CASE(that_begin_at_once_make_one_token_request) {
    const RawServer auth(times(kRuns, json(200, token_body("t0ken"))));
    const RawServer transfer{{}};
    use(auth, transfer);
    write("token.yaml", "name: token\noverlap: allow\ntasks:\n  - {name: token, uses: probe.poll, with: {times: 0}}\n");
    std::vector<std::unique_ptr<Command>> runs;
    for (std::size_t i = 0; i < kRuns; ++i) runs.push_back(std::make_unique<Command>(errand({"run", "./token.yaml"})));
    for (const auto& run : runs) {
        const CommandResult result = run->wait();
        BOOST_TEST(result.exit_code == 0, result.err);
    }
    BOOST_TEST(auth.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(that_begin_at_once_and_are_refused_make_one_token_request) {
    const RawServer auth(times(kRuns, json(401, R"({"error":"invalid_client"})")));
    const RawServer transfer{{}};
    use(auth, transfer);
    write("token.yaml", "name: token\noverlap: allow\ntasks:\n  - {name: token, uses: probe.poll, with: {times: 0}}\n");
    std::vector<std::unique_ptr<Command>> runs;
    for (std::size_t i = 0; i < kRuns / 5; ++i)
        runs.push_back(std::make_unique<Command>(errand({"run", "./token.yaml"})));
    for (const auto& run : runs) BOOST_TEST(run->wait().exit_code == 77);
    BOOST_TEST(auth.requests().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing
