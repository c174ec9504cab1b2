#include "errand/answer/media_type.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

namespace errand {

BOOST_AUTO_TEST_SUITE(media_type_of_an_answer)

struct SaidType {
    const char* title;
    HttpHeaders headers;
    const char* type;
    bool is_json;

    friend std::ostream& operator<<(std::ostream& out, const SaidType& row) { return out << row.title; }
};

const SaidType said_types[] = {
    {"none", {}, "", false},
    {"empty", {{"Content-Type", ""}}, "", false},
    {"JSON", {{"content-type", "application/json"}}, "application/json", true},
    {"with parameters", {{"Content-Type", "Application/JSON; charset=utf-8"}}, "application/json", true},
    {"with a blank before the parameters", {{"Content-Type", "text/html ;a=b"}}, "text/html", false},
    {"written in JSON", {{"Content-Type", "application/problem+json"}}, "application/problem+json", true},
    {"JSON that is no application", {{"Content-Type", "text/json"}}, "text/json", false},
    {"an image in JSON", {{"Content-Type", "image/x+json"}}, "image/x+json", false},
    {"the first of two", {{"Content-Type", "text/plain"}, {"Content-Type", "application/json"}}, "text/plain", false},
};

BOOST_DATA_TEST_CASE(is_what_it_says, boost::unit_test::data::make(said_types), row) {
    const HttpResponse response{200, row.headers, {}};
    BOOST_TEST(media_type(response) == row.type);
    BOOST_TEST(says_json(response) == row.is_json);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
