#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <set>

#include "errand/json.hpp"
#include "loopback_client.hpp"
#include "support/fake_clock.hpp"

using errand::HttpResponse;
using errand::parse_json;
using errand::to_json;
using errand::Value;
using errand::testing::kTransferScope;

BOOST_AUTO_TEST_SUITE(sandbox_transfer)

struct Fixture {
    explicit Fixture(std::size_t endpoints = 250) : sandbox({.endpoints = endpoints}, clock) {}

    std::string token_for(const std::string& scope) {
        return parse_json(client.grant(scope).body).map().at("access_token").text();
    }
    HttpResponse search(const std::string& query) {
        return client.get("/v0.10/endpoint_search?" + query, token_for(kTransferScope));
    }
    /// How many endpoints a search finds on its first page.
    std::size_t found(const std::string& query) {
        return parse_json(search(query).body).map().at("DATA").list().size();
    }

    errand::testing::FakeClock clock;
    errand::Sandbox sandbox;
    errand::testing::LoopbackClient client{sandbox};
};

struct LargeFixture : Fixture {
    LargeFixture() : Fixture(1200) {}
};

constexpr const char* kThirdEndpoint =
    R"({"DATA":[{"DATA_TYPE":"server","hostname":"data3.sandbox.example.org","id":3,"port":2811,"scheme":"gsiftp",)"
    R"("subject":null,"uri":"gsiftp://data3.sandbox.example.org:2811"}],"DATA_TYPE":"endpoint","acl_available":false,)"
    R"("acl_editable":false,"activated":true,"default_directory":"/~/","description":"Endpoint number 3 of the sandbox",)"
    R"("disable_anonymous_writes":false,"disable_verify":false,"display_name":"Département d'astronomie 3",)"
    R"("entity_type":"GCSv5_endpoint","expire_time":null,"expires_in":-1,"force_encryption":false,"force_verify":false,)"
    R"("french_english_bilingual":false,"gcp_connected":null,"gcp_paused":null,"globus_connect_setup_key":null,)"
    R"("host_endpoint_id":null,"host_path":null,"id":"e0000000-0000-4000-8000-000000000003","in_use":false,)"
    R"("is_globus_connect":false,"mfa_required":false,"myproxy_dn":null,"myproxy_server":null,"non_functional":false,)"
    R"("non_functional_endpoint_display_name":null,"non_functional_endpoint_id":null,"oauth_server":null,)"
    R"("organization":"Example University","owner_id":"3f6c2a1e-0000-4000-8000-00000000c1d0",)"
    R"("owner_string":"3f6c2a1e-0000-4000-8000-00000000c1d0@clients.auth.globus.org","public":true,)"
    R"("s3_owner_activated":false,"s3_url":null,"shareable":true,)"
    R"("username":"3f6c2a1e-0000-4000-8000-00000000c1d0@clients.auth.globus.org"})";

BOOST_FIXTURE_TEST_CASE(gives_one_endpoint, Fixture) {
    const HttpResponse answer =
        client.get("/v0.10/endpoint/e0000000-0000-4000-8000-000000000003", token_for(kTransferScope));
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.body == kThirdEndpoint);
}

BOOST_FIXTURE_TEST_CASE(says_when_there_is_no_such_endpoint, Fixture) {
    const HttpResponse answer = client.get("/v0.10/endpoint/nowhere", token_for(kTransferScope));
    BOOST_TEST(answer.status == 404);
    BOOST_TEST(answer.body == R"({"code":"EndpointNotFound","message":"No such endpoint 'nowhere'",)"
                              R"("request_id":"sbx000001","resource":"/v0.10/endpoint/nowhere"})");
}

BOOST_FIXTURE_TEST_CASE(gives_a_page, Fixture) {
    const HttpResponse answer = search("filter_scope=my-endpoints&limit=1&offset=2");
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.headers.find("Content-Type").value() == "application/json");
    BOOST_TEST(answer.body == R"({"DATA":[)" + std::string(kThirdEndpoint) +
                                  R"(],"DATA_TYPE":"endpoint_list","has_next_page":true,"limit":1,"offset":2})");
}

BOOST_FIXTURE_TEST_CASE(gives_all_endpoints_page_by_page, Fixture) {
    std::set<std::string> ids;
    std::vector<std::string> pages;
    for (const char* query : {"filter_scope=my-endpoints", "filter_scope=my-endpoints&limit=100&offset=100",
                              "filter_scope=my-endpoints&limit=100&offset=200"}) {
        Value page = parse_json(search(query).body);
        for (const Value& endpoint : page.map().at("DATA").list()) ids.insert(endpoint.map().at("id").text());
        page.map().erase("DATA");
        pages.push_back(to_json(page));
    }
    BOOST_TEST(ids.size() == 250U);
    const std::vector<std::string> expected = {
        R"({"DATA_TYPE":"endpoint_list","has_next_page":true,"limit":100,"offset":0})",
        R"({"DATA_TYPE":"endpoint_list","has_next_page":true,"limit":100,"offset":100})",
        R"({"DATA_TYPE":"endpoint_list","has_next_page":false,"limit":100,"offset":200})"};
    BOOST_TEST(pages == expected, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(promises_no_page_after_a_full_last_one, Fixture) {
    const Value last = parse_json(search("limit=50&offset=200").body);
    BOOST_TEST(last.map().at("DATA").list().size() == 50U);
    BOOST_TEST(!last.map().at("has_next_page").boolean());
}

BOOST_FIXTURE_TEST_CASE(gives_a_thousand_and_says_that_there_are_more, LargeFixture) {
    const Value last = parse_json(search("limit=100&offset=900").body);
    BOOST_TEST(last.map().at("DATA").list().size() == 100U);
    BOOST_TEST(last.map().at("has_next_page").boolean());
    const HttpResponse beyond = search("limit=100&offset=1000");
    BOOST_TEST(beyond.status == 400);
    BOOST_TEST(beyond.body ==
               R"({"code":"BadRequest","message":"offset and limit together must not be more than 1000",)"
               R"("request_id":"sbx000001","resource":"/v0.10/endpoint_search"})");
}

constexpr const char* kDataAccess =
    "urn:globus:auth:scope:transfer.api.globus.org:all"
    "[*https://auth.globus.org/scopes/e0000000-0000-4000-8000-000000000001/data_access]";

struct ConsentFixture {
    HttpResponse search(const std::string& authorization) {
        return client.send("GET", "/v0.10/endpoint_search?limit=1", authorization);
    }
    std::string bearer(const std::string& scope) {
        return "Bearer " + parse_json(client.grant(scope).body).map().at("access_token").text();
    }

    errand::testing::FakeClock clock;
    errand::Sandbox sandbox{
        {.faults = {errand::parse_fault(std::string("GET /v0.10/endpoint_search=consent:") + kDataAccess)}}, clock};
    errand::testing::LoopbackClient client{sandbox};
};

BOOST_FIXTURE_TEST_CASE(asks_for_consent_until_the_token_has_it, ConsentFixture) {
    const HttpResponse refusal = search(bearer(kTransferScope));
    BOOST_TEST(refusal.status == 403);
    BOOST_TEST(refusal.body == R"({"code":"ConsentRequired","message":"Missing required consent",)"
                               R"("request_id":"sbx000001","required_scopes":[")" +
                                   std::string(kDataAccess) + R"("],"resource":"/v0.10/endpoint_search"})");
    BOOST_TEST(search(bearer(kDataAccess)).status == 200);
    BOOST_TEST(search(bearer(kTransferScope)).status == 403);
}

BOOST_FIXTURE_TEST_CASE(asks_for_no_consent_of_a_token_that_will_not_do, ConsentFixture) {
    BOOST_TEST(search("").status == 401);
    BOOST_TEST(search("Bearer other").status == 401);
}

struct Search {
    const char* query;
    std::size_t found;
};
std::ostream& operator<<(std::ostream& out, const Search& search) { return out << search.query; }

const Search searches[] = {
    {"", 100},
    {"filter_scope=all&offset=200", 50},
    {"filter_scope=administered-by-me&offset=240", 10},
    {"filter_scope=my-gcp-endpoints", 50},
    {"filter_scope=in-use", 25},
    {"filter_scope=recently-used", 25},
    {"filter_scope=shared-by-me&offset=50", 50},
    {"filter_scope=shared-with-me", 0},
    {"filter_fulltext=astronomie", 31},
    {"filter_fulltext=number+249", 1},
    {"filter_fulltext=TAPE+archive+4", 9},
    {"filter_fulltext=%E5%A4%A9%E6%96%87", 31},
    {"filter_fulltext=nothing+like+it", 0},
    {"filter_owner_id=3f6c2a1e-0000-4000-8000-00000000c1d0&offset=240", 10},
    {"filter_owner_id=e0000000-0000-4000-8000-000000000001", 0},
    {"filter_host_endpoint=e0000000-0000-4000-8000-000000000001", 1},
    {"filter_entity_type=GCP_guest_collection", 50},
    {"filter_non_functional=1", 5},
    {"filter_non_functional=0&offset=200", 45},
    {"unknown_parameter=1&offset=249", 1},
    {"offset=900", 0},
};

BOOST_DATA_TEST_CASE_F(Fixture, filters, boost::unit_test::data::make(searches), search) {
    BOOST_TEST(found(search.query) == search.found);
}

struct BadSearch {
    const char* query;
    const char* message;
};
std::ostream& operator<<(std::ostream& out, const BadSearch& search) { return out << search.query; }

const BadSearch bad_searches[] = {
    {"limit=0", "limit must be from 1 to 100"},
    {"limit=101", "limit must be from 1 to 100"},
    {"limit=ten", "limit must be a whole number, not 'ten'"},
    {"offset=-1", "offset must be a whole number, not '-1'"},
    {"offset=18446744073709551615", "offset and limit together must not be more than 1000"},
    {"limit=1&limit=2", "limit is repeated"},
    {"filter_scope=mine", "filter_scope 'mine' is not known"},
    {"filter_scope=my-endpoints&filter_owner_id=x", "filter_owner_id cannot be used with filter_scope 'my-endpoints'"},
    {"filter_non_functional=True", "filter_non_functional must be 0 or 1"},
    {"filter_non_functional=1&filter_entity_type=GCSv5_endpoint",
     "filter_non_functional cannot be used with filter_entity_type"},
};

BOOST_DATA_TEST_CASE_F(Fixture, refuses_a_bad_query, boost::unit_test::data::make(bad_searches), bad) {
    const HttpResponse answer = search(bad.query);
    BOOST_TEST(answer.status == 400);
    BOOST_TEST(answer.body == R"({"code":"BadRequest","message":")" + std::string(bad.message) +
                                  R"(","request_id":"sbx000001","resource":"/v0.10/endpoint_search"})");
}

BOOST_FIXTURE_TEST_CASE(refuses_a_token_that_is_not_there_unknown_or_expired, Fixture) {
    const std::string expired = token_for(kTransferScope);
    clock.advance(std::chrono::hours(48));
    const std::pair<std::string, std::string> cases[] = {
        {"", "No bearer token was sent"}, {"Agnever", "The token is not active"}, {expired, "The token is not active"}};
    int failures = 0;
    for (const auto& [token, message] : cases) {
        const HttpResponse answer = client.get("/v0.10/endpoint_search", token);
        BOOST_TEST(answer.status == 401);
        BOOST_TEST(answer.body == R"({"code":"AuthenticationFailed","message":")" + message +
                                      R"(","request_id":"sbx00000)" + std::to_string(++failures) +
                                      R"(","resource":"/v0.10/endpoint_search"})");
    }
}

BOOST_FIXTURE_TEST_CASE(refuses_a_token_for_something_else, Fixture) {
    for (const char* scope : {"openid", "urn:globus:auth:scope:transfer.api.globus.org:gcp_install"}) {
        const HttpResponse answer = client.get("/v0.10/endpoint_search", token_for(scope));
        BOOST_TEST(answer.status == 403);
        BOOST_TEST(answer.body.find(R"({"code":"PermissionDenied","message":"The token lacks the scope )"
                                    R"(urn:globus:auth:scope:transfer.api.globus.org:all")") == 0U);
    }
}

BOOST_AUTO_TEST_SUITE_END()
