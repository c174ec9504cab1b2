#include "errand/answer/refusal_reason.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

namespace errand {

BOOST_AUTO_TEST_SUITE(refusal_reason_of_an_answer)

struct ChallengingAnswer {
    const char* title;
    int status;
    const char* field;
    /// `error: message`; empty where it says nothing.
    const char* said;

    friend std::ostream& operator<<(std::ostream& out, const ChallengingAnswer& row) { return out << row.title; }
};

const ChallengingAnswer challenging_answers[] = {
    {"all there", 403, R"(Bearer realm="r", error="insufficient_scope", error_description="Ask for more", scope="a b")",
     "insufficient_scope: it needs the scope 'a b'; Ask for more"},
    {"an error alone", 401, R"(Bearer error="invalid_token")", "invalid_token: "},
    {"no scope", 401, R"(Bearer error="invalid_token", error_description="It expired")", "invalid_token: It expired"},
    {"no description", 403, R"(Bearer error=insufficient_scope, scope=a)",
     "insufficient_scope: it needs the scope 'a'"},
    {"a bad request", 400, R"(Bearer error="invalid_request")", "invalid_request: "},
    {"a scope alone", 401, R"(Bearer scope="a")", ": it needs the scope 'a'"},
    {"an error after a scope", 401, R"(Bearer scope="a", DPoP error="e", Bearer error="f")", "e: "},
    {"the first scope", 401, R"(Bearer scope="a", DPoP scope="b")", ": it needs the scope 'a'"},
    {"another scheme", 401, R"(Basic realm="x", error="unauthorized", error_description="Bad credentials")",
     "unauthorized: Bad credentials"},
    {"a description alone", 401, R"(Bearer error_description="d")", ""},
    {"no reason", 401, R"(Basic realm="x")", ""},
    {"an answer that refuses nothing", 200, R"(Bearer error="invalid_token")", ""},
    {"an answer of another kind", 404, R"(Bearer error="invalid_token")", ""},
};

BOOST_DATA_TEST_CASE(is_what_its_challenges_say, boost::unit_test::data::make(challenging_answers), row) {
    const auto reason = refusal_reason({row.status, {{"WWW-Authenticate", row.field}}, {}});
    BOOST_TEST((reason ? reason->error + ": " + reason->message() : "") == row.said);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
