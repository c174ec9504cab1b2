#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <sstream>

#include "base/error.hpp"
#include "cli/doctor/finding.hpp"
#include "errand/error.hpp"
#include "errand/json.hpp"

namespace errand {

BOOST_AUTO_TEST_SUITE(doctor_findings)

const std::vector<Finding> some_findings = {
    {"secret", "globus", Health::ok, "client_secret is the environment variable X"},
    {"landlock", "", Health::warning, "none\n", "boot another"},
    {"tls", "ours", Health::wrong, "expired", "renew it", ExitCode::unreachable},
};

BOOST_AUTO_TEST_CASE(are_a_line_each) {
    std::ostringstream out;
    print_findings(out, some_findings);
    BOOST_TEST(out.str() ==
               "ok       secret    globus: client_secret is the environment variable X\n"
               "warning  landlock  none\\n; boot another\n"
               "wrong    tls       ours: expired; renew it\n");
}

BOOST_AUTO_TEST_CASE(are_the_same_for_machines) {
    BOOST_TEST(to_json(to_value(some_findings)) ==
               R"({"checks":[{"check":"secret","mend":"","result":"ok","subject":"globus",)"
               R"("what":"client_secret is the environment variable X"},)"
               R"({"check":"landlock","mend":"boot another","result":"warning","subject":"","what":"none\n"},)"
               R"({"check":"tls","mend":"renew it","result":"wrong","subject":"ours","what":"expired"}],)"
               R"("result":"wrong"})");
    BOOST_TEST(to_json(to_value(std::vector<Finding>{})) == R"({"checks":[],"result":"ok"})");
}

BOOST_AUTO_TEST_CASE(end_with_the_most_important_code) {
    const auto code_of = [](const std::vector<ExitCode>& codes) {
        std::vector<Finding> findings = {some_findings[0], some_findings[1]};
        for (const ExitCode code : codes) findings.push_back({"x", "", Health::wrong, "", "", code});
        return exit_code(findings);
    };
    using enum ExitCode;
    BOOST_TEST((code_of({}) == done));
    BOOST_TEST((code_of({state, unreachable}) == unreachable));
    BOOST_TEST((code_of({unreachable, credentials}) == credentials));
    BOOST_TEST((code_of({credentials, configuration, unreachable}) == configuration));
}

struct Told {
    const char* message;
    const char* what;
    const char* mend;

    friend std::ostream& operator<<(std::ostream& out, const Told& row) { return out << row.message; }
};

const Told told[] = {
    {"the file 'x' is open; close it: chmod 600 'x'", "the file 'x' is open", "chmod 600 'x'"},
    {"it is open; chmod 600 'x'", "it is open", "chmod 600 'x'"},
    {"no; not at all; ask: a friend", "no; not at all", "a friend"},
    {"it is so: bad", "it is so: bad", ""},
};

BOOST_DATA_TEST_CASE(take_what_to_do_from_the_end_of_a_message, boost::unit_test::data::make(told), row) {
    const Finding finding = wrong("check", "subject", CommandError(ExitCode::state, row.message));
    BOOST_TEST(finding.check == "check");
    BOOST_TEST(finding.subject == "subject");
    BOOST_TEST((finding.health == Health::wrong));
    BOOST_TEST(finding.what == row.what);
    BOOST_TEST(finding.mend == row.mend);
    BOOST_TEST((finding.code == ExitCode::state));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
