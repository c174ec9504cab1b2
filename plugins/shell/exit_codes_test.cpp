#include "exit_codes.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <ostream>

#include "errand/json.hpp"
#include "support/thrown.hpp"

namespace errand::shell {

using Kind = Outcome::Kind;
using testing::thrown;

struct Ended {
    const char* codes;
    Ending ending;
    Kind kind;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const Ended& row) { return out << row.message; }
};

const Ended ended[] = {
    {"{}", {0, 0}, Kind::success, "it exited with 0"},
    {"{}", {3, 0}, Kind::failure, "it exited with 3"},
    {R"({"3": "success"})", {3, 0}, Kind::success, "it exited with 3, which the job takes for success"},
    {R"({"0": "failure"})", {0, 0}, Kind::failure, "it exited with 0, which the job takes for failure"},
    {R"({"75": "unreachable"})",
     {75, 0},
     Kind::service_unreachable,
     "it exited with 75, which the job takes for unreachable"},
    {R"({"77": "credentials-refused"})",
     {77, 0},
     Kind::credentials_refused,
     "it exited with 77, which the job takes for credentials-refused"},
    {R"({"137": "success"})", {128 + SIGKILL, SIGKILL}, Kind::failure, "it was ended by SIGKILL"},
    {"{}", {128 + 40, 40}, Kind::failure, "it was ended by signal 40"},
};

struct BadCodes {
    const char* codes;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadCodes& row) { return out << row.codes; }
};

const BadCodes bad_codes[] = {
    {R"({"256": "success"})", "'exit_codes' has '256', expected an exit code from 0 to 255"},
    {R"({"-1": "success"})", "'exit_codes' has '-1', expected an exit code from 0 to 255"},
    {R"({"1x": "success"})", "'exit_codes' has '1x', expected an exit code from 0 to 255"},
    {R"({"": "success"})", "'exit_codes' has '', expected an exit code from 0 to 255"},
    {R"({"1": "good"})",
     "'exit_codes' has 'good' for 1, expected success, failure, unreachable or credentials-refused"},
    {R"({"1": 2})", "'exit_codes' has an integer for 1, expected success, failure, unreachable or credentials-refused"},
};

BOOST_AUTO_TEST_SUITE(exit_codes)

BOOST_DATA_TEST_CASE(mean_what_the_job_says, boost::unit_test::data::make(ended), row) {
    const Outcome outcome = ExitCodes(parse_json(row.codes).map()).outcome_of(row.ending, "it");
    BOOST_CHECK(outcome.kind == row.kind);
    BOOST_TEST(outcome.message == row.message);
}

BOOST_DATA_TEST_CASE(mean_something_that_there_is, boost::unit_test::data::make(bad_codes), row) {
    BOOST_TEST(thrown<ValueError>([&] { ExitCodes(parse_json(row.codes).map()); }) == row.message);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::shell
