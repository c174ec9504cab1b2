#include "cli/columns.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>

namespace errand {

BOOST_AUTO_TEST_SUITE(columns)

BOOST_AUTO_TEST_CASE(are_as_wide_as_their_widest_cell) {
    std::ostringstream out;
    print_columns(out, {{"A", "B", "C"}, {"long", "", "x"}, {"s", "wide", ""}});
    BOOST_TEST(out.str() ==
               "A     B     C\n"
               "long        x\n"
               "s     wide\n");
}

BOOST_AUTO_TEST_CASE(of_no_rows_are_nothing) {
    std::ostringstream out;
    print_columns(out, {});
    BOOST_TEST(out.str() == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
