#include "http/redirecting_http_client.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "errand/error.hpp"
#include "errand/testing/fake_authorizer.hpp"
#include "errand/testing/scripted_http_client.hpp"
#include "http/http_url.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

struct Redirecting {
    testing::ScriptedHttpClient* inner = new testing::ScriptedHttpClient;
    RedirectingHttpClient client{std::unique_ptr<HttpClient>(inner), Redirects::follow};

    void redirect(int status, const std::string& location) { inner->answer(status, "", {{"Location", location}}); }
    HttpRequest last() const { return inner->requests().back(); }
};

BOOST_FIXTURE_TEST_SUITE(redirecting, Redirecting)

struct MethodRow {
    const char* method;
    int status;
    bool is_repeatable;
    /// Empty when it is not followed.
    const char* next;

    friend std::ostream& operator<<(std::ostream& out, const MethodRow& row) {
        return out << row.method << " and " << row.status;
    }
};

const MethodRow methods[] = {
    {"GET", 301, false, "GET"},   {"GET", 302, false, "GET"},  {"GET", 303, false, "GET"},
    {"GET", 307, false, "GET"},   {"GET", 308, false, "GET"},  {"HEAD", 302, false, "HEAD"},
    {"HEAD", 303, false, "HEAD"}, {"GET", 300, false, ""},     {"GET", 304, false, ""},
    {"POST", 301, false, ""},     {"POST", 302, true, ""},     {"POST", 303, false, "GET"},
    {"POST", 307, false, ""},     {"POST", 307, true, "POST"}, {"POST", 308, true, "POST"},
    {"PUT", 302, false, ""},      {"PUT", 308, false, "PUT"},  {"DELETE", 303, false, "GET"},
    {"PATCH", 307, false, ""},
};

BOOST_DATA_TEST_CASE(follows_by_method_and_status, boost::unit_test::data::make(methods), row) {
    redirect(row.status, "https://a.example/new");
    const bool is_followed = row.next[0] != '\0';
    if (is_followed) inner->answer(200, "");
    const HttpResponse response =
        client.send({.method = row.method, .url = "https://a.example/old", .is_repeatable = row.is_repeatable});
    BOOST_TEST(response.status == (is_followed ? 200 : row.status));
    BOOST_TEST(inner->requests().size() == (is_followed ? 2u : 1u));
    if (is_followed) BOOST_TEST(last().method == row.next);
    if (is_followed) BOOST_TEST(last().url == "https://a.example/new");
}

BOOST_AUTO_TEST_CASE(follows_nothing_for_a_request_that_does_not) {
    redirect(302, "https://a.example/new");
    BOOST_TEST(client.send({.url = "https://a.example/old", .follows_redirects = false}).status == 302);
    BOOST_TEST(inner->requests().size() == 1u);
}

BOOST_AUTO_TEST_CASE(leaves_the_body_behind_on_the_way_to_a_get) {
    redirect(303, "/result");
    inner->answer(200, "");
    client.post("https://a.example/submit", "body", "text/plain");
    BOOST_TEST(last().body.empty());
    BOOST_TEST(!last().headers.find("Content-Type"));
}

BOOST_AUTO_TEST_CASE(takes_credentials_along_to_the_same_origin_only) {
    testing::FakeAuthorizer authorizer("a.example");
    const HttpHeaders headers = {{"authorization", "x"}, {"Cookie", "y"}, {"X-Id", "7"}};
    struct Target {
        const char* location;
        bool is_same;
    };
    for (const Target& target : {Target{"/other", true}, Target{"https://A.example/other", false},
                                 Target{"https://a.example:443/other", true}, Target{"https://a.example:8443/", false},
                                 Target{"https://b.example/", false}, Target{"//b.example/", false}}) {
        redirect(302, target.location);
        inner->answer(200, "");
        client.get("https://a.example/", &authorizer);
        BOOST_TEST(last().headers.find("Authorization").has_value() == target.is_same, target.location);
        redirect(302, target.location);
        inner->answer(200, "");
        client.send({.url = "https://a.example/", .headers = headers});
        BOOST_TEST(last().headers.find("Authorization").has_value() == target.is_same, target.location);
        BOOST_TEST(last().headers.find("Cookie").has_value() == target.is_same);
        BOOST_TEST(last().headers.find("X-Id").value_or("") == "7");
    }
}

BOOST_AUTO_TEST_CASE(never_gets_credentials_back) {
    testing::FakeAuthorizer authorizer("a.example");
    redirect(302, "https://b.example/");
    redirect(302, "https://a.example/");
    inner->answer(200, "");
    client.get("https://a.example/", &authorizer);
    BOOST_TEST(!last().headers.find("Authorization"));
}

BOOST_AUTO_TEST_CASE(sends_no_body_to_another_origin) {
    redirect(308, "https://b.example/");
    BOOST_TEST(client.send({.method = "PUT", .url = "https://a.example/", .body = "x"}).status == 308);
}

BOOST_AUTO_TEST_CASE(follows_five_and_no_more) {
    for (int i = 0; i < 5; ++i) redirect(302, "/again");
    inner->answer(200, "at last");
    BOOST_TEST(client.get("https://a.example/").body == "at last");
    for (int i = 0; i < 6; ++i) redirect(302, "/again");
    BOOST_TEST(thrown<ServiceUnreachable>([&] { client.get("https://a.example/x?y"); }) ==
               "GET https://a.example/x: redirected more than 5 times; check the URL");
}

struct BadTarget {
    const char* location;
    const char* problem;

    friend std::ostream& operator<<(std::ostream& out, const BadTarget& row) { return out << row.location; }
};

const BadTarget bad_targets[] = {
    {"http://a.example/y?token=1", "it redirects to http://a.example/y, which is not secure; use another URL"},
    {"http://127.0.0.1/", "it redirects to http://127.0.0.1/, which is not secure; use another URL"},
    {"ftp://a.example/",
     "it redirects to nowhere: the URL 'ftp://a.example/' cannot be used: it must begin with https:// (or http:// for "
     "a "
     "loopback address)"},
    {"https://me:secret@b.example/",
     "it redirects to nowhere: the URL 'https://…@b.example/' cannot be used: it must not hold a user name or "
     "password"},
    {"/a b",
     "it redirects to nowhere: the URL 'https://a.example/a b' cannot be used: spaces, control characters and what is "
     "not ASCII must be percent-encoded"},
};

BOOST_DATA_TEST_CASE(goes_nowhere_unsafe, boost::unit_test::data::make(bad_targets), row) {
    redirect(302, row.location);
    BOOST_TEST(thrown<ServiceUnreachable>([&] { client.get("https://a.example/x"); }) ==
               std::string("GET https://a.example/x: ") + row.problem);
}

BOOST_AUTO_TEST_CASE(stays_on_loopback_in_the_clear) {
    redirect(302, "http://localhost:8080/");
    inner->answer(200, "");
    BOOST_TEST(client.get("http://127.0.0.1/").status == 200);
    redirect(302, "http://a.example/");
    BOOST_TEST(thrown<ServiceUnreachable>([&] { client.get("http://127.0.0.1/"); }) ==
               "GET http://127.0.0.1/: it redirects to nowhere: the URL 'http://a.example/' cannot be used: http:// is "
               "for loopback addresses only; use https://");
}

BOOST_AUTO_TEST_CASE(returns_a_redirect_without_a_target) {
    inner->answer(302, "where?");
    BOOST_TEST(client.get("https://a.example/").body == "where?");
}

BOOST_AUTO_TEST_CASE(may_be_told_to_refuse) {
    for (const int status : {301, 302, 303, 307, 308}) {
        auto* scripted = new testing::ScriptedHttpClient;
        RedirectingHttpClient refusing{std::unique_ptr<HttpClient>(scripted), Redirects::refuse};
        scripted->answer(status, "", {{"Location", "https://b.example/token?x=1"}});
        BOOST_TEST(thrown<ServiceUnreachable>([&] {
                       refusing.send({.method = "POST", .url = "https://a.example/token", .is_repeatable = true});
                   }) == "POST https://a.example/token: it redirects to https://b.example/token (" +
                             std::to_string(status) +
                             "), and what carries credentials follows no redirect; if that is the right place, "
                             "configure it");
        BOOST_TEST(scripted->requests().size() == 1u);
    }
}

BOOST_AUTO_TEST_SUITE_END()

struct Reference {
    const char* text;
    const char* url;

    friend std::ostream& operator<<(std::ostream& out, const Reference& row) { return out << row.text; }
};

BOOST_AUTO_TEST_SUITE(references)

// Source: RFC 3986 section 5.4, whose base these have.
const Reference reference_rows[] = {
    {"g:h", "g:h"},
    {"g", "https://a/b/c/g"},
    {"./g", "https://a/b/c/g"},
    {"g/", "https://a/b/c/g/"},
    {"/g", "https://a/g"},
    {"//g", "https://g"},
    {"?y", "https://a/b/c/d;p?y"},
    {"g?y", "https://a/b/c/g?y"},
    {"g?y/./x", "https://a/b/c/g?y/./x"},
    {"#s", "https://a/b/c/d;p?q"},
    {"g#s", "https://a/b/c/g#s"},
    {";x", "https://a/b/c/;x"},
    {"", "https://a/b/c/d;p?q"},
    {".", "https://a/b/c/"},
    {"./", "https://a/b/c/"},
    {"..", "https://a/b/"},
    {"../g", "https://a/b/g"},
    {"../..", "https://a/"},
    {"../../../../g", "https://a/g"},
    {"/./g", "https://a/g"},
    {"g.", "https://a/b/c/g."},
    {"..g", "https://a/b/c/..g"},
    {"./g/.", "https://a/b/c/g/"},
    {"g/../h", "https://a/b/c/h"},
    {"%2e%2e/a%2Fb", "https://a/b/c/%2e%2e/a%2Fb"},
};

BOOST_DATA_TEST_CASE(are_resolved, boost::unit_test::data::make(reference_rows), row) {
    BOOST_TEST(resolve_reference("https://a/b/c/d;p?q", row.text) == row.url);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
