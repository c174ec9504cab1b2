#include "schedule/time_zone.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

using namespace errand;

namespace {

const char* const known[] = {"UTC", "America/Chicago", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "Europe/Zurich"};
const char* const unknown[] = {
    "",          "America",       "America/Chicagoo",    "/usr/share/zoneinfo/UTC", "../zoneinfo/UTC",
    "zone.tab",  "tzdata.zi",     "America/../UTC",      "Europe/Zurich/",          "leapseconds",
    "Etc/GMT 5", "iso3166.tab\n", "America/Chicago/more"};

}  // namespace

BOOST_AUTO_TEST_SUITE(time_zone)

BOOST_DATA_TEST_CASE(knows_the_zones_of_the_machine, boost::unit_test::data::make(known), name) {
    BOOST_TEST(is_time_zone(name));
}

BOOST_DATA_TEST_CASE(knows_nothing_else, boost::unit_test::data::make(unknown), name) {
    BOOST_TEST(!is_time_zone(name));
}

BOOST_AUTO_TEST_CASE(a_name_may_not_hold_a_nul) { BOOST_TEST(!is_time_zone(std::string_view("UTC\0x", 5))); }

BOOST_AUTO_TEST_SUITE_END()
