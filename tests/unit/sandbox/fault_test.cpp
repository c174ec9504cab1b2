#include "sandbox/fault.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/error.hpp"

using errand::CommandError;
using errand::Fault;
using errand::FaultPlan;
using errand::parse_fault;

BOOST_AUTO_TEST_SUITE(fault)

BOOST_AUTO_TEST_CASE(reads_a_fault_with_a_count) {
    BOOST_TEST((parse_fault("POST /v2/oauth2/token=503*2") == Fault{"POST", "/v2/oauth2/token", 503, 2}));
}

BOOST_AUTO_TEST_CASE(reads_a_fault_for_ever) {
    BOOST_TEST((parse_fault("GET /a=b=401") == Fault{"GET", "/a=b", 401, std::nullopt}));
}

struct BadFault {
    const char* text;
    const char* why;
};
std::ostream& operator<<(std::ostream& out, const BadFault& fault) { return out << fault.text; }

const BadFault bad_faults[] = {
    {"", "a part of it is missing"},
    {"POST", "a part of it is missing"},
    {"POST /token", "a part of it is missing"},
    {"=503 /x", "a part of it is missing"},
    {" /token=503", "the method must be in capital letters"},
    {"post /token=503", "the method must be in capital letters"},
    {"POST token=503", "the path must begin with / and have no query"},
    {"POST /token?a=503", "the path must begin with / and have no query"},
    {"POST  /token=503", "the path must begin with / and have no query"},
    {"POST /token=", "the status must be from 400 to 599"},
    {"POST /token=200", "the status must be from 400 to 599"},
    {"POST /token=600", "the status must be from 400 to 599"},
    {"POST /token=503x", "the status must be from 400 to 599"},
    {"POST /token=503*", "the count must be a number from 1 on"},
    {"POST /token=503*0", "the count must be a number from 1 on"},
    {"POST /token=503*-1", "the count must be a number from 1 on"},
    {"POST /token=503*2*3", "the count must be a number from 1 on"},
    {"GET /a=consent:", "what follows 'consent:' must be scopes"},
    {"GET /a=consent:s[d", "what follows 'consent:' must be scopes"},
    {"GET /a=consent:s[d]*2", "what follows 'consent:' must be scopes"},
};

BOOST_DATA_TEST_CASE(says_what_is_wrong_with_a_fault, boost::unit_test::data::make(bad_faults), fault) {
    const std::string message =
        "cannot read the fault '" + std::string(fault.text) + "': " + fault.why +
        "; write METHOD PATH=STATUS[*COUNT], such as 'POST /v2/oauth2/token=503*2', or METHOD PATH=consent:SCOPES";
    BOOST_CHECK_EXCEPTION(parse_fault(fault.text), CommandError, [&](const CommandError& error) {
        BOOST_TEST(error.what() == message);
        return error.code() == errand::ExitCode::usage;
    });
}

/// What is asked about a token that has no scopes.
bool has_none(const std::string& /*scopes*/) { return false; }

BOOST_AUTO_TEST_CASE(fails_as_often_as_planned_and_one_after_the_other) {
    FaultPlan plan({{"GET", "/a", 503, 2}, {"GET", "/a", 401, 1}, {"GET", "/b", 500, std::nullopt}});
    std::vector<int> taken;
    for (int i = 0; i < 4; ++i) taken.push_back(plan.take("GET", "/a", has_none).value_or(Fault()).status);
    BOOST_TEST((taken == std::vector<int>{503, 503, 401, 0}));
}

BOOST_AUTO_TEST_CASE(asks_for_scopes_until_the_token_has_them) {
    FaultPlan plan({parse_fault("GET /a=consent:s[*d e]")});
    BOOST_TEST(plan.take("GET", "/a", has_none).value().required_scopes == "s[*d e]");
    BOOST_TEST(plan.take("GET", "/a", has_none).value().status == 403);
    BOOST_TEST(!plan.take("GET", "/a", [](const std::string& scopes) { return scopes == "s[*d e]"; }).has_value());
}

BOOST_AUTO_TEST_CASE(fails_only_the_request_it_names) {
    FaultPlan plan({{"GET", "/b", 500, std::nullopt}});
    BOOST_TEST(!plan.take("POST", "/b", has_none).has_value());
    BOOST_TEST(!plan.take("GET", "/b/c", has_none).has_value());
    BOOST_TEST(plan.take("GET", "/b", has_none).value().status == 500);
    BOOST_TEST(plan.take("GET", "/b", has_none).value().status == 500);
}

BOOST_AUTO_TEST_SUITE_END()
