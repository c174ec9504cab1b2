#include "target.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

namespace errand::webhook {

Target secret_target(const char* url) { return Target(Parameters({}, {{"secret_url", Secret(url)}})); }

struct Hidden {
    const char* title;
    const char* text;
    const char* shown;

    friend std::ostream& operator<<(std::ostream& out, const Hidden& row) { return out << row.title; }
};

/// Of https://hooks.example.org:8443/services/T0/B%2FXYZ1?key=abc%20def#frag
const Hidden hidden_texts[] = {
    {"the URL", "at https://hooks.example.org:8443/services/T0/B%2FXYZ1?key=abc%20def#frag.", "at ***."},
    {"without its query", "POST https://hooks.example.org:8443/services/T0/B%2FXYZ1: late", "POST ***: late"},
    {"its path", "Cannot POST /services/T0/B%2FXYZ1", "Cannot POST ***"},
    {"its path and query", "no /services/T0/B%2FXYZ1?key=abc%20def here", "no *** here"},
    {"parts of its path", R"(\/services\/T0\/B%2FXYZ1)", R"(\/***\/T0\/***)"},
    {"decoded", "B/XYZ1 abc def", "*** ***"},
    {"its query", "key abc%20def is wrong, and abc%20def again", "key *** is wrong, and *** again"},
    {"the host", "hooks.example.org:8443 broke the connection", "hooks.example.org:8443 broke the connection"},
    {"nothing", "", ""},
};

BOOST_AUTO_TEST_SUITE(target)

BOOST_DATA_TEST_CASE(hides_what_is_behind_the_host, boost::unit_test::data::make(hidden_texts), row) {
    const Target where = secret_target("https://hooks.example.org:8443/services/T0/B%2FXYZ1?key=abc%20def#frag");
    BOOST_TEST(where.without_secrets(row.text) == row.shown);
    BOOST_TEST(where.title() == "the secret URL");
}

BOOST_AUTO_TEST_CASE(may_have_nothing_behind_the_host) {
    for (const char* url : {"https://secret.example.org", "https://secret.example.org/"})
        BOOST_TEST(secret_target(url).without_secrets("http:// and /, or // of it") == "http:// and /, or // of it");
}

BOOST_AUTO_TEST_CASE(is_shown_where_it_is_not_secret) {
    const Target where(Parameters(Value::Map{{"url", "https://api.example.org/hook?key=k#f"}}));
    BOOST_TEST(where.title() == "https://api.example.org/hook");
    BOOST_TEST(where.without_secrets("/hook?key=k") == "/hook?key=k");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::webhook
