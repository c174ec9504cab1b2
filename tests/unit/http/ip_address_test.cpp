#include "http/ip_address.hpp"

#include <boost/test/unit_test.hpp>

namespace errand {

BOOST_AUTO_TEST_SUITE(ip_address)

BOOST_AUTO_TEST_CASE(is_not_anything_else) {
    for (const char* text :
         {"", "localhost", "127.1", "1.2.3.4.5", "256.0.0.1", "[::1]", "fe80::1%eth0", ":::", "1.2.3.4 "})
        BOOST_TEST(!IpAddress::parse(text), text);
}

BOOST_AUTO_TEST_CASE(may_be_of_this_machine) {
    for (const char* text : {"127.0.0.1", "127.255.255.254", "::1", "0:0:0:0:0:0:0:1"})
        BOOST_TEST(IpAddress::parse(text)->is_loopback(), text);
    for (const char* text : {"128.0.0.1", "126.255.255.255", "0.0.0.0", "::", "::2", "1::1", "::ffff:127.0.0.1"})
        BOOST_TEST(!IpAddress::parse(text)->is_loopback(), text);
}

BOOST_AUTO_TEST_CASE(is_in_a_network_of_its_own_family) {
    struct {
        const char* address;
        const char* network;
        std::size_t bits;
        bool is_in;
    } const rows[] = {
        {"10.1.2.3", "10.0.0.0", 8, true},
        {"11.1.2.3", "10.0.0.0", 8, false},
        {"192.0.2.129", "192.0.2.128", 25, true},
        {"192.0.2.127", "192.0.2.128", 25, false},
        {"192.0.2.1", "192.0.2.1", 32, true},
        {"192.0.2.1", "192.0.2.0", 32, false},
        {"192.0.2.1", "192.0.2.1", 33, false},
        {"1.2.3.4", "5.6.7.8", 0, true},
        {"2001:db8::1", "2001:db8::", 32, true},
        {"2001:db9::1", "2001:db8::", 32, false},
        {"2001:db8::1", "2001:db8::", 129, false},
        {"::1", "0.0.0.0", 0, false},
        {"1.2.3.4", "::", 0, false},
    };
    for (const auto& row : rows)
        BOOST_TEST(IpAddress::parse(row.address)->is_in(*IpAddress::parse(row.network), row.bits) == row.is_in,
                   row.address << " in " << row.network << '/' << row.bits);
}

BOOST_AUTO_TEST_CASE(is_compared_by_what_it_means) {
    BOOST_TEST((IpAddress::parse("2001:db8::1") == IpAddress::parse("2001:DB8:0:0::1")));
    BOOST_TEST((IpAddress::parse("127.0.0.1") != IpAddress::parse("127.0.0.2")));
    BOOST_TEST((IpAddress::parse("0.0.0.0") != IpAddress::parse("::")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
