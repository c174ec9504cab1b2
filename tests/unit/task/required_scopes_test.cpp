#include "task/required_scopes.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "errand/json.hpp"
#include "support/golden.hpp"

namespace errand {

BOOST_AUTO_TEST_SUITE(scopes_that_an_answer_requires)

namespace {

using Scopes = std::vector<std::string>;

struct ConsentRow {
    const char* title;
    int status;
    const char* type;
    std::string body;
    Scopes scopes;

    friend std::ostream& operator<<(std::ostream& out, const ConsentRow& row) { return out << row.title; }
};

constexpr char kJson[] = "application/json";
constexpr char kAsking[] = R"({"code": "ConsentRequired", "required_scopes": ["a[*b]", "c"]})";

const ConsentRow consent_rows[] = {
    {"a list", 403, kJson, kAsking, {"a[*b]", "c"}},
    {"one", 403, kJson, R"({"code": "ConsentRequired", "required_scope": "a"})", {"a"}},
    {"JSON of a kind", 403, "application/problem+json; charset=utf-8", kAsking, {"a[*b]", "c"}},
    {"another status", 401, kJson, kAsking, {}},
    {"a success", 200, kJson, kAsking, {}},
    {"another type", 403, "text/plain", kAsking, {}},
    {"no type", 403, "", kAsking, {}},
    {"another code", 403, kJson, R"({"code": "PermissionDenied", "required_scopes": ["a"]})", {}},
    {"a code that is no text", 403, kJson, R"({"code": ["ConsentRequired"], "required_scopes": ["a"]})", {}},
    {"no scopes", 403, kJson, R"({"code": "ConsentRequired"})", {}},
    {"an empty list", 403, kJson, R"({"code": "ConsentRequired", "required_scopes": []})", {}},
    {"scopes that are no list", 403, kJson, R"({"code": "ConsentRequired", "required_scopes": "a"})", {}},
    {"a scope that is no text", 403, kJson, R"({"code": "ConsentRequired", "required_scopes": ["a", 5]})", {}},
    {"a list", 403, kJson, "[1]", {}},
    {"no JSON", 403, kJson, "<html>", {}},
    {"nothing", 403, kJson, "", {}},
    {"too much", 403, kJson, kAsking + std::string(64 * 1024, ' '), {}},
};

}  // namespace

BOOST_DATA_TEST_CASE(are_those_that_it_names, boost::unit_test::data::make(consent_rows), row) {
    const HttpResponse response = {row.status, {{"Content-Type", row.type}}, row.body};
    BOOST_TEST(required_scopes(response) == row.scopes, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(are_read_as_recorded) {
    const auto behaviour = testing::golden("golden_behaviour.json");
    if (!behaviour) return;
    int asking = 0;
    for (const Value& row : behaviour->find("errors")->list()) {
        const Value& in = *row.find("in");
        const Value& scopes = *row.find("out")->find("consent_required_scopes");
        const HttpResponse response = {static_cast<int>(in.find("status")->integer()),
                                       {{"Content-Type", in.find("content_type")->text()}},
                                       to_json(*in.find("body"))};
        const Scopes found = required_scopes(response);
        BOOST_TEST_CONTEXT(to_json(row)) {
            BOOST_CHECK(Value::List(found.begin(), found.end()) == (scopes.is_null() ? Value::List() : scopes.list()));
        }
        if (!found.empty()) ++asking;
    }
    BOOST_TEST(asking >= 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
