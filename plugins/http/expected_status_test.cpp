#include "expected_status.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "errand/json.hpp"
#include "support/thrown.hpp"

namespace errand::http {

using testing::thrown;

struct Expectation {
    const char* items;
    const char* text;
    std::vector<int> in;
    std::vector<int> out;

    friend std::ostream& operator<<(std::ostream& out, const Expectation& row) { return out << row.items; }
};

const Expectation expectations[] = {
    {R"(["2xx"])", "2xx", {200, 204, 299}, {199, 300, 404}},
    {"[404]", "404", {404}, {200, 403, 405}},
    {R"([200, 404, "5xx"])", "200 or 404 or 5xx", {200, 404, 500, 599}, {201, 400, 499, 600}},
    {R"(["3xx", "4xx"])", "3xx or 4xx", {300, 499}, {299, 500}},
};

struct BadExpectation {
    const char* items;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadExpectation& row) { return out << row.items; }
};

const BadExpectation bad_expectations[] = {
    {"[]", "'expected_status' is empty, so no answer would do"},
    {"[199]",
     "'expected_status' has 199, which is neither an integer from 200 to 599 nor one of 2xx, 3xx, 4xx and 5xx"},
    {"[200, 600]",
     "'expected_status' has 600, which is neither an integer from 200 to 599 nor one of 2xx, 3xx, 4xx and 5xx"},
    {R"(["1xx"])",
     "'expected_status' has \"1xx\", which is neither an integer from 200 to 599 nor one of 2xx, 3xx, 4xx and 5xx"},
    {R"(["200"])",
     "'expected_status' has \"200\", which is neither an integer from 200 to 599 nor one of 2xx, 3xx, 4xx and 5xx"},
    {"[null]",
     "'expected_status' has null, which is neither an integer from 200 to 599 nor one of 2xx, 3xx, 4xx and 5xx"},
};

BOOST_AUTO_TEST_SUITE(expected_status)

BOOST_DATA_TEST_CASE(has_codes_and_classes, boost::unit_test::data::make(expectations), row) {
    const ExpectedStatus expected(parse_json(row.items).list());
    BOOST_TEST(expected.text() == row.text);
    for (const int status : row.in) BOOST_TEST(expected.has(status), status);
    for (const int status : row.out) BOOST_TEST(!expected.has(status), status);
}

BOOST_DATA_TEST_CASE(refuses_what_is_no_status, boost::unit_test::data::make(bad_expectations), row) {
    const Value items = parse_json(row.items);
    BOOST_TEST(thrown<ValueError>([&] { ExpectedStatus{items.list()}; }) == row.message);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::http
