#include "errand/http_client.hpp"

#include <boost/test/unit_test.hpp>

#include "errand/parameters.hpp"
#include "errand/task_description.hpp"

using namespace errand;

BOOST_AUTO_TEST_CASE(header_names_compare_without_case) {
    HttpHeaders headers{{"Content-Type", "a"}, {"X", "1"}, {"x", "2"}};
    BOOST_TEST(headers.find("content-TYPE").value() == "a");
    BOOST_TEST(headers.find("x").value() == "1");
    BOOST_TEST(!headers.find("Content").has_value());
    BOOST_TEST(!headers.find("Content-Type2").has_value());
}

BOOST_AUTO_TEST_CASE(only_2xx_is_ok) {
    for (const int status : {200, 204, 299}) BOOST_TEST(HttpResponse{status}.ok());
    for (const int status : {0, 199, 300, 302, 404, 500}) BOOST_TEST(!HttpResponse{status}.ok());
}

BOOST_AUTO_TEST_CASE(a_missing_parameter_is_named) {
    const Parameters parameters(Value::Map{{"a", 1}});
    BOOST_TEST(parameters.integer("a") == 1);
    BOOST_CHECK_EXCEPTION(parameters.text("b"), ValueError, [](const ValueError& error) {
        BOOST_TEST(error.what() == "there is no parameter 'b'");
        return true;
    });
}

BOOST_AUTO_TEST_CASE(allowed_values_belong_to_the_parameter_named_last) {
    BOOST_CHECK_THROW(TaskDescription("a", "b").one_of({1}), Error);
    BOOST_CHECK_THROW(TaskDescription("a", "b").is_secret(), Error);
    const auto description = TaskDescription("a", "b")
                                 .takes_parameter("x", Type::integer, "X", 1)
                                 .one_of({1, 2})
                                 .requires_parameter("y", Type::text, "Y")
                                 .is_secret();
    BOOST_TEST(description.parameters.at(0).allowed.size() == 2U);
    BOOST_TEST(!description.parameters.at(0).secret);
    BOOST_TEST(description.parameters.at(1).secret);
    BOOST_TEST(description.parameters.at(1).required);
}
