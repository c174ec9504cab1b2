#include "http/request_text.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "errand/error.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

struct BadRequest {
    const char* title;
    HttpRequest request;
    const char* message;
};
std::ostream& operator<<(std::ostream& out, const BadRequest& row) { return out << row.title; }

BOOST_AUTO_TEST_SUITE(writing_requests)

HttpRequest with_method(std::string method) { return {.method = std::move(method), .url = {}}; }

HttpRequest with_header(HttpHeaders headers) { return {.url = {}, .headers = std::move(headers)}; }

const HttpUrl url = parse_http_url("https://a.example:8443/x?y=z");

BOOST_AUTO_TEST_CASE(writes_a_get) {
    BOOST_TEST(request_text({}, url, "errand/1") ==
               "GET /x?y=z HTTP/1.1\r\nHost: a.example:8443\r\nAccept-Encoding: gzip, identity\r\nUser-Agent: "
               "errand/1\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(writes_a_post_with_its_body) {
    const HttpRequest request = {
        .method = "POST", .url = {}, .headers = {{"Content-Type", "text/plain"}}, .body = "one\ntwo"};
    BOOST_TEST(request_text(request, url, "errand/1") ==
               "POST /x?y=z HTTP/1.1\r\nHost: a.example:8443\r\nAccept-Encoding: gzip, identity\r\n"
               "Content-Type: text/plain\r\nUser-Agent: errand/1\r\nContent-Length: 7\r\n\r\none\ntwo");
}

BOOST_AUTO_TEST_CASE(says_that_a_post_has_no_body) {
    BOOST_TEST(request_text(with_method("POST"), url, "errand/1").find("\r\nContent-Length: 0\r\n") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(leaves_the_user_agent_to_the_request) {
    const std::string text = request_text(with_header(HttpHeaders{{"user-agent", "mine"}}), url, "errand/1");
    BOOST_TEST(text.find("errand/1") == std::string::npos);
    BOOST_TEST(text.find("\r\nuser-agent: mine\r\n") != std::string::npos);
}

const BadRequest bad_requests[] = {
    {"line break in the method", with_method("GET / HTTP/1.1\r\nX:"),
     "'GET / HTTP/1.1\\x0d\\nX:' cannot be an HTTP method"},
    {"empty method", with_method(""), "'' cannot be an HTTP method"},
    {"line break in a value", with_header(HttpHeaders{{"X-Id", "a\r\nY: b"}}),
     "the value of the header X-Id must not hold a line break or a zero byte"},
    {"lone newline in a value", with_header(HttpHeaders{{"X-Id", "a\nY: b"}}),
     "the value of the header X-Id must not hold a line break or a zero byte"},
    {"zero byte in a value", with_header(HttpHeaders{{"X-Id", std::string(1, '\0')}}),
     "the value of the header X-Id must not hold a line break or a zero byte"},
    {"colon in a name", with_header(HttpHeaders{{"X: y", "a"}}), "'X: y' cannot be the name of a header"},
    {"empty name", with_header(HttpHeaders{{"", "a"}}), "'' cannot be the name of a header"},
    {"length of its own", with_header(HttpHeaders{{"content-length", "3"}}),
     "the header content-length is set by errand itself"},
    {"coding of its own", with_header(HttpHeaders{{"Transfer-Encoding", "chunked"}}),
     "the header Transfer-Encoding is set by errand itself"},
    {"another host", with_header(HttpHeaders{{"Host", "b.example"}}), "the header Host is set by errand itself"},
};

BOOST_DATA_TEST_CASE(refuses_to_be_smuggled_through, boost::unit_test::data::make(bad_requests), row) {
    BOOST_TEST(thrown<Error>([&] { request_text(row.request, url, "errand/1"); }) == row.message);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
