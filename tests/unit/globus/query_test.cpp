#include "errand/globus/query.hpp"

#include <boost/test/unit_test.hpp>

using namespace errand::globus;

BOOST_AUTO_TEST_CASE(no_parameters_are_no_query) { BOOST_TEST(Query().encoded() == ""); }

BOOST_AUTO_TEST_CASE(keeps_order_and_repeated_names) {
    Query query;
    query.add("b", "1");
    query.add("a", "");
    query.add("b", "2");
    BOOST_TEST(query.encoded() == "?b=1&a=&b=2");
}

BOOST_AUTO_TEST_CASE(encodes_as_a_form_does) {
    Query query;
    query.add("q p", "a b*c:d/e?f&g=h+i~j-k_l.m%");
    query.add("u", "ü");
    BOOST_TEST(query.encoded() == "?q+p=a+b%2Ac%3Ad%2Fe%3Ff%26g%3Dh%2Bi~j-k_l.m%25&u=%C3%BC");
}
