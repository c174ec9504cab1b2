#include "list_endpoints.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

#include "errand/json.hpp"
#include "errand/testing.hpp"

using namespace errand;
using errand::globus::ListEndpoints;
using errand::testing::TaskResult;

namespace {

struct Harness : testing::TaskHarness<ListEndpoints> {
    Harness() {
        service("transfer", "https://transfer.example.org");
        authorizer().set_client_id("client-1");
    }
};

Value endpoint(const std::string& id, Value display_name) {
    return Value::Map{{"id", id},
                      {"display_name", std::move(display_name)},
                      {"entity_type", "GCP_mapped_collection"},
                      {"owner_string", "owner@example.org"},
                      {"owner_id", "o1"},
                      {"description", "not in the summary"}};
}

std::string page(Value::List endpoints, bool has_next_page = false) {
    return to_json(Value::Map{{"DATA", std::move(endpoints)}, {"has_next_page", has_next_page}});
}

/// A page of `count` endpoints named from `first`.
std::string numbered_page(int first, int count, bool has_next_page) {
    Value::List endpoints;
    for (int n = first; n < first + count; ++n) endpoints.push_back(endpoint("id" + std::to_string(n), "n"));
    return page(std::move(endpoints), has_next_page);
}

struct Printed {
    const char* title;
    const char* format;
    Value::List endpoints;
    std::string printed;

    friend std::ostream& operator<<(std::ostream& out, const Printed& row) { return out << row.title; }
};

const Printed printed[] = {
    {"text",
     "text",
     {endpoint("a", "One"), endpoint("b", "Two, Größe")},
     "Endpoints belonging to client-1\n[a] One\n[b] Two, Größe\n"},
    {"text of none", "text", {}, "Endpoints belonging to client-1\n"},
    {"text without a name",
     "text",
     {endpoint("a", nullptr), Value::Map{{"id", "b"}}},
     "Endpoints belonging to client-1\n[a] (no name)\n[b] (no name)\n"},
    {"text that would drive a terminal",
     "text",
     {endpoint("a\n", "\x1b[2J\n[z] Forged")},
     "Endpoints belonging to client-1\n[a\\n] \\u{1b}[2J\\n[z] Forged\n"},
    {"JSON of none", "json", {}, "[]\n"},
    {"JSON",
     "json",
     {Value::Map{{"id", "a"}, {"x", Value::List{1}}}, Value::Map{{"id", "b"}}},
     "[\n{\"id\":\"a\",\"x\":[1]},\n{\"id\":\"b\"}\n]\n"},
    {"JSON that would drive a terminal",
     "json",
     {Value::Map{{"id", "\x1b\u009b"}}},
     "[\n{\"id\":\"\\u001b\\u009b\"}\n]\n"},
    {"CSV of none", "csv", {}, "id,display_name,entity_type,owner_string,owner_id\r\n"},
    {"CSV",
     "csv",
     {endpoint("a", "Say \"hi\", please"), Value::Map{{"id", "b"}, {"display_name", nullptr}}},
     "id,display_name,entity_type,owner_string,owner_id\r\n"
     "a,\"Say \"\"hi\"\", please\",GCP_mapped_collection,owner@example.org,o1\r\n"
     "b,,,,\r\n"},
    {"CSV with a new line",
     "csv",
     {Value::Map{{"id", "a"}, {"display_name", "x\ny"}}},
     "id,display_name,entity_type,owner_string,owner_id\r\na,x\\ny,,,\r\n"},
};

}  // namespace

BOOST_DATA_TEST_CASE(prints_each_format, boost::unit_test::data::make(printed), row) {
    Harness harness;
    harness.parameter("format", row.format).http().answer(200, page(row.endpoints));
    const TaskResult result = harness.run();
    BOOST_TEST(result.outcome.ok());
    BOOST_TEST(result.printed == row.printed);
}

BOOST_FIXTURE_TEST_CASE(lists_all_pages, Harness) {
    http().answer(200, numbered_page(0, 100, true));
    http().answer(200, numbered_page(100, 100, true));
    http().answer(200, numbered_page(200, 50, false));
    const TaskResult result = run();
    BOOST_TEST(result.outcome.message == "250 endpoints");
    BOOST_TEST(std::count(result.printed.begin(), result.printed.end(), '\n') == 251);
    BOOST_TEST(http().requests().at(2).url ==
               "https://transfer.example.org/v0.10/endpoint_search?filter_scope=my-endpoints&limit=100&offset=200");
    BOOST_CHECK(result.outputs.at("count") == Value(250));
    BOOST_TEST(result.outputs.at("endpoints").list().size() == 250U);
    BOOST_TEST(result.log.empty());
    BOOST_TEST(result.progress.size() == 3U);
    BOOST_TEST(result.progress.back().done == 250);
    BOOST_TEST(result.progress.back().total == 0);
    BOOST_TEST(result.progress.back().what == "endpoints");
}

BOOST_FIXTURE_TEST_CASE(puts_out_summaries, Harness) {
    http().answer(200, page({endpoint("a", "One")}));
    BOOST_CHECK(run().outputs.at("endpoints") == Value(Value::List{Value::Map{{"id", "a"},
                                                                              {"display_name", "One"},
                                                                              {"entity_type", "GCP_mapped_collection"},
                                                                              {"owner_string", "owner@example.org"}}}));
}

BOOST_FIXTURE_TEST_CASE(sends_its_parameters, Harness) {
    parameter("filter_scope", "all").parameter("filter_fulltext", "big data").parameter("limit", 3);
    http().answer(200, numbered_page(0, 3, true));
    const TaskResult result = run();
    BOOST_TEST(http().requests().at(0).url ==
               "https://transfer.example.org/v0.10/endpoint_search?filter_scope=all&filter_fulltext=big+data&limit=3");
    BOOST_TEST(result.outcome.message == "3 endpoints");
    BOOST_TEST(result.progress.back().total == 3);
    BOOST_TEST(result.log.empty());
}

BOOST_FIXTURE_TEST_CASE(says_when_the_service_cut_the_list, Harness) {
    for (int first = 0; first < 1000; first += 100) http().answer(200, numbered_page(first, 100, true));
    const TaskResult result = run();
    BOOST_TEST(result.outcome.ok());
    BOOST_TEST(result.log.size() == 1U);
    BOOST_CHECK(result.log.at(0).level == LogLevel::warning);
    BOOST_TEST(result.log.at(0).message ==
               "the list is cut: Globus Transfer shows only the first 1000 endpoints and says that there are more; "
               "narrow the search");
}

BOOST_AUTO_TEST_CASE(refuses_a_limit_that_the_service_would_not_keep) {
    for (const int limit : {0, -1, 1001}) {
        Harness harness;
        BOOST_CHECK_THROW(harness.parameter("limit", limit).run(), ValueError);
        BOOST_TEST(harness.http().requests().empty());
    }
}

BOOST_AUTO_TEST_CASE(knows_its_scopes_and_formats) {
    BOOST_CHECK_THROW(Harness().parameter("filter_scope", "mine").run(), ValueError);
    BOOST_CHECK_THROW(Harness().parameter("format", "xml").run(), ValueError);
    BOOST_TEST(Harness().description().scopes.at(0).scopes.at(0) ==
               "urn:globus:auth:scope:transfer.api.globus.org:all");
}

BOOST_FIXTURE_TEST_CASE(renews_a_rejected_token_and_goes_on, Harness) {
    http().answer(401, "").answer(200, page({endpoint("a", "One")}));
    BOOST_TEST(run().outcome.ok());
    BOOST_TEST(authorizer().renewals() == 1);
}

struct Failure {
    const char* title;
    int status;
    const char* body;
    Outcome::Kind kind;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const Failure& row) { return out << row.title; }
};

const Failure failures[] = {
    {"denied", 403, R"({"code": "PermissionDenied", "message": "no", "request_id": "r1"})", Outcome::Kind::failure,
     "GET https://transfer.example.org/v0.10/endpoint_search answered 403 PermissionDenied: no (request id r1)"},
    {"refused", 401, "", Outcome::Kind::credentials_refused,
     "GET https://transfer.example.org/v0.10/endpoint_search answered 401"},
    {"down", 503, "", Outcome::Kind::service_unreachable,
     "GET https://transfer.example.org/v0.10/endpoint_search answered 503"},
    {"wrong types", 200, R"({"DATA": "x", "has_next_page": false})", Outcome::Kind::failure,
     "GET https://transfer.example.org/v0.10/endpoint_search answered a page whose 'DATA' is text and not a list"},
};

BOOST_DATA_TEST_CASE(a_search_that_fails_prints_nothing, boost::unit_test::data::make(failures), row) {
    Harness harness;
    harness.http().answer(row.status, row.body).repeat();
    const TaskResult result = harness.run();
    BOOST_CHECK(result.outcome.kind == row.kind);
    BOOST_TEST(result.outcome.message == row.message);
    BOOST_TEST(result.printed == "");
    BOOST_TEST(result.outputs.empty());
}

BOOST_FIXTURE_TEST_CASE(a_search_is_told_before_it_is_made, Harness) {
    BOOST_TEST(parameter("limit", 7).preview().message ==
               "ask https://transfer.example.org/ for endpoints, my-endpoints, at most 7, page by page");
    BOOST_TEST(http().requests().empty());
}

BOOST_FIXTURE_TEST_CASE(an_endpoint_without_an_id_is_an_error, Harness) {
    http().answer(200, page({Value::Map{{"display_name", "x"}}}));
    BOOST_TEST(run().outcome.message == "Globus Transfer lists an endpoint without an id");
}
