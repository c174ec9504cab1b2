#include "errand/globus/transfer_client.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

#include "errand/testing.hpp"
#include "support/golden.hpp"

using namespace errand;
using namespace errand::globus;

namespace {

constexpr char kNoEndpoints[] = R"({"DATA": [], "has_next_page": false})";
constexpr char kId[] = "00000001-0000-4000-8000-000000000001";

struct Transfer {
    testing::ScriptedHttpClient http;
    testing::FakeAuthorizer authorizer{kTransferResourceServer};
    TransferClient client{http, authorizer, "https://transfer.api.globus.org/"};
};

template <class Exception>
auto says(std::string message) {
    return [message = std::move(message)](const Exception& error) {
        BOOST_TEST(error.what() == message);
        return true;
    };
}

/// The search with the arguments of a recorded call.
EndpointSearch search_of(const Value& arguments) {
    const auto text = [&](const char* name) -> std::optional<std::string> {
        const Value* value = arguments.find(name);
        return value ? std::optional(value->text()) : std::nullopt;
    };
    const auto integer = [&](const char* name) -> std::optional<std::int64_t> {
        const Value* value = arguments.find(name);
        return value ? std::optional(value->integer()) : std::nullopt;
    };
    EndpointSearch search;
    search.filter_scope = text("filter_scope");
    search.filter_fulltext = text("filter_fulltext");
    search.filter_owner_id = text("filter_owner_id");
    search.filter_host_endpoint = text("filter_host_endpoint");
    search.filter_entity_type = text("filter_entity_type");
    search.limit = integer("limit");
    search.offset = integer("offset");
    if (const Value* extra = arguments.find("query_params"))
        for (const auto& [name, value] : extra->map()) search.extra.emplace_back(name, value.text());
    return search;
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(searches_with_every_filter, Transfer) {
    http.answer(200, kNoEndpoints);
    EndpointSearch search;
    search.filter_scope = "all";
    search.filter_fulltext = "a b*c:d~ü";
    search.filter_owner_id = "o";
    search.filter_host_endpoint = "h";
    search.filter_non_functional = true;
    search.limit = 7;
    search.offset = 5;
    search.extra = {{"x", "1"}, {"x", "2"}};
    client.endpoint_search(search).next();
    BOOST_TEST(
        http.requests().at(0).url ==
        "https://transfer.api.globus.org/v0.10/endpoint_search?filter_scope=all&filter_fulltext=a+b%2Ac%3Ad~%C3%BC"
        "&filter_owner_id=o&filter_host_endpoint=h&filter_non_functional=1&x=1&x=2&limit=7&offset=5");
}

BOOST_FIXTURE_TEST_CASE(asks_for_json_with_a_token, Transfer) {
    http.answer(200, kNoEndpoints);
    client.endpoint_search({}).next();
    const HttpRequest request = http.requests().at(0);
    BOOST_TEST(request.method == "GET");
    BOOST_TEST(request.headers.find("Accept").value() == "application/json");
    BOOST_TEST(request.headers.find("Authorization").value() == "Bearer test-token-1");
    BOOST_TEST(request.body.empty());
}

BOOST_AUTO_TEST_CASE(joins_base_url_and_path_with_one_slash) {
    for (const char* base : {"https://a.example.org", "https://a.example.org/"}) {
        Transfer transfer;
        transfer.http.answer(200, kNoEndpoints);
        TransferClient(transfer.http, transfer.authorizer, base).endpoint_search_page({});
        BOOST_TEST(transfer.http.requests().at(0).url == "https://a.example.org/v0.10/endpoint_search");
    }
}

BOOST_FIXTURE_TEST_CASE(gets_one_endpoint, Transfer) {
    http.answer(200, R"({"display_name": "myserver"})");
    BOOST_TEST(client.get_endpoint(kId).find("display_name")->text() == "myserver");
    BOOST_TEST(http.requests().at(0).url == std::string("https://transfer.api.globus.org/v0.10/endpoint/") + kId);
}

BOOST_FIXTURE_TEST_CASE(refuses_an_id_that_would_change_the_path, Transfer) {
    BOOST_CHECK_EXCEPTION(client.get_endpoint("../task_list"), Error,
                          says<Error>("'../task_list' is not an endpoint's id, which is a UUID"));
    BOOST_CHECK_THROW(client.get_endpoint(""), Error);
    BOOST_TEST(http.requests().empty());
}

BOOST_AUTO_TEST_CASE(refuses_filters_that_exclude_each_other) {
    for (const std::string scope : {"my-endpoints", "my-gcp-endpoints", "shared-by-me"}) {
        Transfer transfer;
        EndpointSearch search;
        search.filter_scope = scope;
        search.filter_owner_id = kId;
        const std::string message = "endpoint_search: filter_owner_id cannot be combined with filter_scope '" + scope +
                                    "', which already says whose endpoints are meant";
        BOOST_CHECK_EXCEPTION(transfer.client.endpoint_search(search), Error, says<Error>(message));
        BOOST_CHECK_EXCEPTION(transfer.client.endpoint_search_page(search), Error, says<Error>(message));
    }
    Transfer transfer;
    EndpointSearch search;
    search.filter_non_functional = false;
    search.filter_entity_type = "GCSv5_endpoint";
    BOOST_CHECK_EXCEPTION(
        transfer.client.endpoint_search(search), Error,
        says<Error>("endpoint_search: filter_non_functional cannot be combined with filter_entity_type"));
}

BOOST_FIXTURE_TEST_CASE(a_401_that_stays_is_refused_credentials, Transfer) {
    http.answer(401, R"({"code": "AuthenticationFailed", "message": "expired"})").repeat();
    BOOST_CHECK_EXCEPTION(client.endpoint_search_page({}), CredentialsRefused,
                          says<CredentialsRefused>("GET https://transfer.api.globus.org/v0.10/endpoint_search answered "
                                                   "401 AuthenticationFailed: expired"));
    BOOST_TEST(http.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_status_that_may_pass_is_an_unreachable_service) {
    for (const int status : {429, 500, 502, 503, 504}) {
        Transfer transfer;
        transfer.http.answer(status, R"({"code": "ServiceUnavailable", "message": "down"})");
        BOOST_CHECK_EXCEPTION(
            transfer.client.endpoint_search_page({}), ServiceUnreachable,
            says<ServiceUnreachable>("GET https://transfer.api.globus.org/v0.10/endpoint_search answered " +
                                     std::to_string(status) + " ServiceUnavailable: down"));
    }
}

BOOST_AUTO_TEST_CASE(any_other_status_is_what_the_service_said) {
    for (const int status : {302, 400, 403, 404, 409}) {
        Transfer transfer;
        transfer.http.answer(status, R"({"code": "C", "message": "m", "request_id": "r"})");
        BOOST_CHECK_EXCEPTION(transfer.client.endpoint_search_page({}), ApiError, [status](const ApiError& error) {
            BOOST_TEST(error.status() == status);
            BOOST_TEST(error.code().value() == "C");
            BOOST_TEST(error.message().value() == "m");
            BOOST_TEST(error.request_id().value() == "r");
            return true;
        });
    }
}

BOOST_AUTO_TEST_CASE(a_failure_behind_the_service_is_not_the_service_s) {
    for (const char* code : {"ExternalError.DirListingFailed", "EndpointError"}) {
        Transfer transfer;
        transfer.http.answer(502, std::string(R"({"code": ")") + code + R"(", "message": "m"})");
        BOOST_CHECK_THROW(transfer.client.get_endpoint(kId), ApiError);
    }
}

BOOST_AUTO_TEST_CASE(requests_are_as_recorded) {
    const auto recorded = testing::golden("golden_requests.json");
    if (!recorded) return;
    int checked = 0;
    for (const Value& call : recorded->find("calls")->list()) {
        if (call.find("client")->text() != "TransferClient") continue;
        const std::string& method = call.find("method")->text();
        const Value& arguments = *call.find("args");
        Transfer transfer;
        transfer.http.answer(200, "{}");
        if (method == "endpoint_search")
            transfer.client.endpoint_search_page(search_of(arguments));
        else if (method == "get_endpoint" && !arguments.find("query_params"))
            transfer.client.get_endpoint(arguments.find("endpoint_id")->text());
        else
            continue;
        const Value& expected = call.find("requests")->list().at(0);
        const HttpRequest sent = transfer.http.requests().at(0);
        BOOST_TEST(sent.method == expected.find("verb")->text());
        BOOST_TEST(sent.url == expected.find("url")->text());
        BOOST_TEST(sent.headers.find("Accept").value() == expected.find("headers")->find("Accept")->text());
        BOOST_TEST(sent.body.empty());
        ++checked;
    }
    BOOST_TEST(checked == 3);
}
