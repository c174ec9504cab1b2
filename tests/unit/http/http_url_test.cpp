#include "http/http_url.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "errand/error.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

struct GoodUrl {
    const char* url;
    const char* origin;
    const char* host;
    const char* authority;
    const char* target;
};
std::ostream& operator<<(std::ostream& out, const GoodUrl& row) { return out << row.url; }

struct BadUrl {
    const char* url;
    const char* message;
};
std::ostream& operator<<(std::ostream& out, const BadUrl& row) { return out << row.url; }

BOOST_AUTO_TEST_SUITE(http_url)

const GoodUrl good_urls[] = {
    {"https://a.example", "https://a.example:443", "a.example", "a.example", "/"},
    {"HTTPS://a.example/x/%2Fy?q=1&r=a+b", "https://a.example:443", "a.example", "a.example", "/x/%2Fy?q=1&r=a+b"},
    {"http://127.0.0.1:8080/x#part", "http://127.0.0.1:8080", "127.0.0.1", "127.0.0.1:8080", "/x"},
    {"https://[::1]:8443?q", "https://[::1]:8443", "::1", "[::1]:8443", "/?q"},
    {"https://[::1]", "https://[::1]:443", "::1", "[::1]", "/"},
    {"https://a.example/mail@host", "https://a.example:443", "a.example", "a.example", "/mail@host"},
};

BOOST_DATA_TEST_CASE(takes_a_url_apart, boost::unit_test::data::make(good_urls), row) {
    const HttpUrl url = parse_http_url(row.url);
    BOOST_TEST(url.origin() == row.origin);
    BOOST_TEST(url.host == row.host);
    BOOST_TEST(url.authority == row.authority);
    BOOST_TEST(url.target == row.target);
}

const BadUrl bad_urls[] = {
    {"ftp://a.example/?secret",
     "the URL 'ftp://a.example/' cannot be used: it must begin with https:// (or http:// for a loopback address)"},
    {"", "the URL '' cannot be used: it must begin with https:// (or http:// for a loopback address)"},
    {"https:///path", "the URL 'https:///path' cannot be used: it names no host"},
    {"https://me:secret@a.example/",
     "the URL 'https://…@a.example/' cannot be used: it must not hold a user name or password"},
    {"https://a.example:99999/",
     "the URL 'https://a.example:99999/' cannot be used: the port must be a number from 1 to 65535"},
    {"https://a.example:0/",
     "the URL 'https://a.example:0/' cannot be used: the port must be a number from 1 to 65535"},
    {"https://a.example:/", "the URL 'https://a.example:/' cannot be used: the port must be a number from 1 to 65535"},
    {"https://[::1/", "the URL 'https://[::1/' cannot be used: the bracket of its address is not closed"},
    {"https://[::1]x/", "the URL 'https://[::1]x/' cannot be used: only a port may follow the address"},
    {"https://a.example/\r\nX: y",
     "the URL 'https://a.example/\\x0d\\nX: y' cannot be used: spaces, control characters and what is not ASCII must "
     "be percent-encoded"},
    {"https://a.example/ü",
     "the URL 'https://a.example/ü' cannot be used: spaces, control characters and what is not ASCII must be "
     "percent-encoded"},
};

BOOST_DATA_TEST_CASE(refuses_what_is_no_http_url, boost::unit_test::data::make(bad_urls), row) {
    BOOST_TEST(thrown<Error>([&] { parse_http_url(row.url); }) == row.message);
}

BOOST_AUTO_TEST_CASE(lets_credentials_go_in_clear_to_loopback_addresses_only) {
    for (const char* url : {"https://a.example/", "http://127.0.0.1:8080/", "http://[::1]/", "http://localhost/"})
        BOOST_CHECK_NO_THROW(require_private(url));
    BOOST_TEST(thrown<Error>([] { require_private("http://a.example/x?secret"); }) ==
               "the URL 'http://a.example/x' cannot be used: http:// is for loopback addresses only; use https://");
}

BOOST_AUTO_TEST_CASE(knows_loopback_hosts) {
    for (const char* host : {"127.0.0.1", "127.8.9.10", "::1", "localhost", "LocalHost"})
        BOOST_TEST(is_loopback(host), host);
    for (const char* host : {"10.0.0.1", "::2", "localhost.example", "127.0.0.1.example", "0.0.0.0"})
        BOOST_TEST(!is_loopback(host), host);
}

BOOST_AUTO_TEST_CASE(hides_queries_and_passwords_in_messages) {
    BOOST_TEST(without_query("https://a.example/x?token=1#y") == "https://a.example/x");
    BOOST_TEST(without_query("https://me:secret@a.example/x?token=1") == "https://…@a.example/x");
    BOOST_TEST(without_query("https://a.example?mail=me@b.example") == "https://a.example");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
