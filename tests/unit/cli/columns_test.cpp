#include "cli/columns.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>

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

BOOST_AUTO_TEST_CASE(show_control_characters_and_are_as_wide_as_what_is_shown) {
    std::ostringstream out;
    print_columns(out, {{"BY", "STATE"}, {"\x1b]0;owned\a", "cancelled"}, {"ada\nbob", "lost"}});
    BOOST_TEST(out.str() ==
               "BY                STATE\n"
               "\\x1b]0;owned\\x07  cancelled\n"
               "ada\\nbob          lost\n");
}

BOOST_AUTO_TEST_CASE(leave_nothing_of_a_long_cell_out) {
    const std::string text(10'000, 'x');
    std::ostringstream out;
    print_columns(out, {{text}});
    BOOST_TEST(out.str() == text + "\n");
}

BOOST_AUTO_TEST_CASE(of_no_rows_are_nothing) {
    std::ostringstream out;
    print_columns(out, {});
    BOOST_TEST(out.str() == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
