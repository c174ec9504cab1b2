#include "errand/answer/authentication_challenge.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

namespace errand {

namespace {

/// `scheme token68 name='value'`, one challenge a line.
std::string shown(const std::vector<AuthenticationChallenge>& challenges) {
    std::string text;
    for (const AuthenticationChallenge& challenge : challenges) {
        text += challenge.scheme;
        if (!challenge.token68.empty()) text += ' ' + challenge.token68;
        for (const auto& [name, value] : challenge.parameters) text.append(" " + name + "='").append(value + '\'');
        text += '\n';
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(authentication_challenge)

struct ChallengeField {
    const char* title;
    std::string field;
    const char* challenges;

    friend std::ostream& operator<<(std::ostream& out, const ChallengeField& row) { return out << row.title; }
};

const ChallengeField challenge_fields[] = {
    {"empty", "", ""},
    {"a scheme alone", "Negotiate", "negotiate\n"},
    {"a parameter", R"(Basic realm="simple")", "basic realm='simple'\n"},
    {"a parameter without quotes", "Basic realm=simple", "basic realm='simple'\n"},
    {"parameters", R"(Bearer realm="r", error="insufficient_scope",scope="a b")",
     "bearer error='insufficient_scope' realm='r' scope='a b'\n"},
    {"names in other letters", R"(BEARER Realm="R")", "bearer realm='R'\n"},
    {"blanks around the sign", "Bearer realm \t=  \"r\" , error = e", "bearer error='e' realm='r'\n"},
    {"a token", "Negotiate a8+/-._~==", "negotiate a8+/-._~==\n"},
    {"a token that looks like a parameter", "Negotiate abc=", "negotiate abc=\n"},
    {"several challenges, as in the RFC",
     R"(Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\"")",
     "basic realm='simple'\nnewauth realm='apps' title='Login to \"apps\"' type='1'\n"},
    {"a scheme between others", R"(Basic realm="a", Negotiate, Bearer error="e")",
     "basic realm='a'\nnegotiate\nbearer error='e'\n"},
    {"a token and another challenge", "Negotiate YWJj , Basic realm=x", "negotiate YWJj\nbasic realm='x'\n"},
    {"empty elements", R"(, ,Basic realm="a",, ,Bearer ,error=e,)", "basic realm='a'\nbearer error='e'\n"},
    {"blanks around", "  Basic realm=a  ", "basic realm='a'\n"},
    {"commas and signs in quotes", R"(Bearer realm="a, Basic realm=b")", "bearer realm='a, Basic realm=b'\n"},
    {"an empty value in quotes", R"(Bearer realm="", error="e")", "bearer error='e' realm=''\n"},
    {"an escape that is not needed", R"(Bearer realm="\a\\\"")", "bearer realm='a\\\"'\n"},
    {"bytes beyond ASCII in quotes", "Bearer realm=\"\xC3\xA4\tb\"", "bearer realm='\xC3\xA4\tb'\n"},

    {"an open quote", R"(Bearer realm="abc)", ""},
    {"a quote alone", "Bearer realm=\"", ""},
    {"an escape at the end", "Bearer realm=\"a\\", ""},
    {"an escaped quote at the end", R"(Bearer realm="a\")", ""},
    {"a control character in quotes", "Bearer realm=\"a\x1b[2J\"", ""},
    {"an escaped control character", std::string("Bearer realm=\"a\\\0\"", 17), ""},
    {"delete in quotes", "Bearer realm=\"a\x7f\"", ""},
    {"text after quotes", R"(Bearer realm="a"b)", ""},
    {"a parameter before any scheme", R"(realm="a")", ""},
    {"a value without a name", R"(Bearer ="a")", ""},
    {"two values", "Bearer a=b=c", ""},
    {"no value before the next", "Bearer a=b, c=, d=e", ""},
    {"no comma between parameters", R"(Bearer a="b" c="d")", ""},
    {"a parameter twice", R"(Bearer scope="a", Scope="b")", ""},
    {"a parameter after a token", "Negotiate YWJj, realm=a", ""},
    {"two tokens", "Negotiate YWJj YWJj", ""},
    {"quotes after the scheme", R"(Bearer"a")", ""},
    {"a scheme that is none", R"(<html>)", ""},
    {"bytes beyond ASCII without quotes", "Bearer realm=\xC3\xA4", ""},
    {"one that is good and one that is not", R"(Basic realm="a", Bearer error="b)", ""},
    {"the largest field", "Bearer realm=" + std::string(8 * 1024 - 14, ' ') + "a", "bearer realm='a'\n"},
    {"a larger one", "Bearer realm=" + std::string(8 * 1024 - 13, ' ') + "a", ""},
};

BOOST_DATA_TEST_CASE(is_read_as_the_rfc_has_it_or_not_at_all, boost::unit_test::data::make(challenge_fields), row) {
    BOOST_TEST(shown(authentication_challenges({{"WWW-Authenticate", row.field}})) == row.challenges);
}

BOOST_AUTO_TEST_CASE(may_stand_in_several_fields) {
    const HttpHeaders headers = {{"www-authenticate", "Basic realm=a"},
                                 {"Proxy-Authenticate", "Basic realm=b"},
                                 {"WWW-Authenticate", "Bearer realm=\""},
                                 {"WWW-AUTHENTICATE", "Bearer realm=c"}};
    BOOST_TEST(shown(authentication_challenges(headers)) == "basic realm='a'\nbearer realm='c'\n");
    BOOST_TEST(authentication_challenges({}).empty());
}

BOOST_AUTO_TEST_CASE(has_no_parameter_that_is_not_there) {
    const AuthenticationChallenge challenge{"bearer", {}, {{"scope", "a"}}};
    BOOST_TEST(challenge.find("scope") == "a");
    BOOST_TEST(challenge.find("error") == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
