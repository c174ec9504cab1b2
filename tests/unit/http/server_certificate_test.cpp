#include "http/server_certificate.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <ostream>

#include "errand/error.hpp"
#include "support/raw_server_tls.hpp"
#include "support/thrown.hpp"
#include "support/tls_keys.hpp"

namespace errand {

BOOST_AUTO_TEST_SUITE(server_certificates)

constexpr std::chrono::seconds kLookPatience(20);

const testing::TlsKeys& keys_to_look_at() {
    static const testing::TlsKeys made;
    return made;
}

HttpClientSettings looking_with(const std::string& authority) {
    HttpClientSettings settings;
    settings.ca_file = keys_to_look_at().certificate(authority);
    return settings;
}

HttpUrl url_to_look_at(std::uint16_t port, const std::string& host = "127.0.0.1") {
    return parse_http_url("https://" + host + ':' + std::to_string(port) + '/');
}

struct Look {
    const char* name;
    const char* authority;
    const char* host;
    /// Nothing for one that is trusted.
    const char* objection;
    /// From now until its end.
    int days;

    friend std::ostream& operator<<(std::ostream& out, const Look& row) {
        return out << row.name << " by " << row.authority;
    }
};

const Look looks[] = {
    {"good", "ca", "127.0.0.1", "", 2},
    {"good", "ca", "localhost", "", 2},
    {"self_signed", "self_signed", "127.0.0.1", "", 2},
    {"self_signed", "ca", "127.0.0.1", "it is self-signed", 2},
    {"expired", "ca", "127.0.0.1", "it has expired", -1},
    {"other_host", "ca", "127.0.0.1", "it is for another host", 2},
    {"other_host", "ca", "localhost", "it is for another host", 2},
    {"good", "self_signed", "127.0.0.1", "its certificate authority is not known here", 2},
};

BOOST_DATA_TEST_CASE(are_looked_at_whether_or_not_they_are_good, boost::unit_test::data::make(looks), row) {
    const testing::TlsRawServer server({{}},
                                       {keys_to_look_at().key(row.name), keys_to_look_at().certificate(row.name)});
    const auto found =
        look_at_certificate(url_to_look_at(server.port(), row.host), looking_with(row.authority), kLookPatience);
    BOOST_TEST((found.objection ? found.objection->what : "") == row.objection);
    // They were made in the hour before this.
    const auto left = found.not_after - std::chrono::system_clock::now();
    BOOST_TEST((left > std::chrono::days(row.days) - std::chrono::hours(1)));
    BOOST_TEST((left <= std::chrono::days(row.days)));
}

BOOST_AUTO_TEST_CASE(are_not_to_be_had_where_nobody_speaks_tls) {
    const testing::RawServer plain({{{testing::answer(400, "")}}});
    BOOST_TEST(testing::thrown<ServiceUnreachable>([&] {
                   look_at_certificate(url_to_look_at(plain.port()), looking_with("ca"), kLookPatience);
               }) == "no TLS with " + plain.peer() + "; check that it runs, and speaks TLS 1.2 or newer");
}

BOOST_AUTO_TEST_CASE(are_not_waited_for_longer_than_told) {
    const testing::RawServer silent({{{testing::hang()}}});
    BOOST_TEST(testing::thrown<ServiceUnreachable>([&] {
                   look_at_certificate(url_to_look_at(silent.port()), looking_with("ca"), std::chrono::seconds(1));
               }) == "no TLS with " + silent.peer() + "; check that it runs, and speaks TLS 1.2 or newer");
}

BOOST_AUTO_TEST_CASE(are_not_to_be_had_where_nobody_listens) {
    std::uint16_t port = 0;
    { port = testing::RawServer({}).port(); }
    BOOST_TEST(testing::thrown<ServiceUnreachable>([&] {
                   look_at_certificate(url_to_look_at(port), looking_with("ca"), kLookPatience);
               }) == "the connection to 127.0.0.1:" + std::to_string(port) +
                         " was refused; check that the service runs, and the port");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
