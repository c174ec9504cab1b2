#include "base/units.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

using namespace errand;
using namespace std::chrono_literals;
namespace data = boost::unit_test::data;

namespace {

struct Duration {
    std::string text;
    std::chrono::milliseconds length;

    friend std::ostream& operator<<(std::ostream& out, const Duration& row) { return out << row.text; }
};

const Duration durations[] = {
    {"0s", 0ms},
    {"500ms", 500ms},
    {"90s", 90s},
    {"5m", 5min},
    {"2h30m", 150min},
    {"1d", 24h},
    {"1d2h3m4s5ms", 93'784'005ms},
    {"0d0ms", 0ms},
    {"1m1ms", 60'001ms},
    {"36600d", 36600 * 24h},
};

const char* const no_durations[] = {"",
                                    "5",
                                    "m",
                                    "5 m",
                                    " 5m",
                                    "5m ",
                                    "5M",
                                    "-5m",
                                    "+5m",
                                    "1.5h",
                                    "1m2h",
                                    "1m2m",
                                    "5m3",
                                    "5min",
                                    "1y",
                                    "36601d",
                                    "36600d1ms",
                                    "9223372036854775807d",
                                    "99999999999999999999s",
                                    "5\xC2\xB5s"};

struct Form {
    std::chrono::milliseconds length;
    const char* text;

    friend std::ostream& operator<<(std::ostream& out, const Form& row) { return out << row.text; }
};

const Form forms[] = {{0ms, "0s"}, {1ms, "1ms"}, {90s, "1m30s"}, {48h, "2d"}, {25h + 5ms, "1d1h5ms"}};

struct Size {
    std::string text;
    std::int64_t bytes;

    friend std::ostream& operator<<(std::ostream& out, const Size& row) { return out << row.text; }
};

const Size sizes[] = {
    {"0", 0},
    {"512", 512},
    {"64KiB", 65'536},
    {"10MiB", 10'485'760},
    {"2GiB", 2'147'483'648},
    {"3kB", 3000},
    {"3MB", 3'000'000},
    {"3GB", 3'000'000'000},
    {"4611686018427387904", 1LL << 62},
    {"4294967296GiB", 1LL << 62},
};

const char* const no_sizes[] = {"",
                                "MiB",
                                "10 MiB",
                                "10mib",
                                "10M",
                                "-1",
                                "+1",
                                "1.5MiB",
                                "10B",
                                "10MiBs",
                                "0x10",
                                "4611686018427387905",
                                "4294967297GiB",
                                "99999999999999999999"};

}  // namespace

BOOST_DATA_TEST_CASE(reads_durations, data::make(durations), row) {
    BOOST_TEST(parse_duration(row.text).value().count() == row.length.count());
}

BOOST_DATA_TEST_CASE(refuses_what_is_no_duration, data::make(no_durations), text) {
    BOOST_TEST(!parse_duration(text).has_value());
}

BOOST_DATA_TEST_CASE(writes_durations, data::make(forms), row) { BOOST_TEST(format_duration(row.length) == row.text); }

BOOST_DATA_TEST_CASE(reads_the_durations_that_it_writes, data::make(durations), row) {
    BOOST_TEST(parse_duration(format_duration(row.length)).value().count() == row.length.count());
}

BOOST_DATA_TEST_CASE(reads_sizes, data::make(sizes), row) { BOOST_TEST(parse_size(row.text).value() == row.bytes); }

BOOST_DATA_TEST_CASE(refuses_what_is_no_size, data::make(no_sizes), text) { BOOST_TEST(!parse_size(text).has_value()); }

BOOST_DATA_TEST_CASE(reads_the_sizes_that_it_writes, data::make(sizes), row) {
    BOOST_TEST(parse_size(format_size(row.bytes)).value() == row.bytes);
}

BOOST_AUTO_TEST_CASE(writes_sizes_in_the_largest_unit_that_divides_them) {
    BOOST_TEST(format_size(0) == "0");
    BOOST_TEST(format_size(10 << 20) == "10MiB");
    BOOST_TEST(format_size(3000) == "3kB");
    BOOST_TEST(format_size(1025) == "1025");
}

BOOST_AUTO_TEST_CASE(rounds_sizes_for_people) {
    BOOST_TEST(rounded_size(0) == "0 bytes");
    BOOST_TEST(rounded_size(1) == "1 byte");
    BOOST_TEST(rounded_size(1023) == "1023 bytes");
    BOOST_TEST(rounded_size(1024) == "1KiB");
    BOOST_TEST(rounded_size(1500) == "1.4KiB");
    BOOST_TEST(rounded_size(605'138) == "590KiB");
    BOOST_TEST(rounded_size(10 << 20) == "10MiB");
    BOOST_TEST(rounded_size((std::int64_t{7} << 30) - 1) == "6.9GiB");
    BOOST_TEST(rounded_size(std::int64_t{1} << 62) == "4294967296GiB");
}
