#include "auth/discovery.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "errand/testing/scripted_http_client.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

struct Discovering {
    ServerMetadata metadata(const CacheDirectory* shared = nullptr) {
        return Discovery("https://a.example/x", http, clock, shared).metadata();
    }

    std::shared_ptr<testing::ScriptedHttpClient> http = std::make_shared<testing::ScriptedHttpClient>();
    testing::FakeClock clock;
    testing::TemporaryDirectory directory;
    const CacheDirectory cache{directory.path() / "tokens"};
    const std::string document = R"({"issuer": "https://a.example/x", "token_endpoint": "https://a.example/token",
        "introspection_endpoint": "https://a.example/introspect", "revocation_endpoint": "https://a.example/revoke"})";
    const ServerMetadata expected = {"https://a.example/token", "https://a.example/introspect",
                                     "https://a.example/revoke"};
};

BOOST_FIXTURE_TEST_SUITE(discovery, Discovering)

BOOST_AUTO_TEST_CASE(knows_where_both_standards_have_the_document) {
    const auto urls = [](const char* issuer) { return metadata_urls(issuer); };
    BOOST_TEST((urls("https://a.example") ==
                std::vector<std::string>{"https://a.example/.well-known/oauth-authorization-server",
                                         "https://a.example/.well-known/openid-configuration"}));
    BOOST_TEST((urls("https://a.example:1/x/y/") ==
                std::vector<std::string>{"https://a.example:1/.well-known/oauth-authorization-server/x/y",
                                         "https://a.example:1/x/y/.well-known/openid-configuration"}));
}

BOOST_AUTO_TEST_CASE(asks_at_the_first_place_and_keeps_the_answer) {
    http->answer(200, document);
    Discovery kept("https://a.example/x", http, clock, nullptr);
    BOOST_TEST((kept.metadata() == expected));
    BOOST_TEST((kept.metadata() == expected));
    BOOST_TEST(http->requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(asks_at_the_second_place_where_the_first_is_empty) {
    http->answer(404, "").answer(200, document);
    BOOST_TEST((metadata() == expected));
    BOOST_TEST(http->requests().at(1).url == "https://a.example/x/.well-known/openid-configuration");
}

BOOST_AUTO_TEST_CASE(keeps_the_document_for_other_processes_for_a_day) {
    http->answer(200, document).answer(200, document);
    metadata(&cache);
    clock.advance(std::chrono::hours(24) - std::chrono::seconds(1));
    BOOST_TEST((metadata(&cache) == expected));
    BOOST_TEST(http->requests().size() == 1U);
    clock.advance(std::chrono::seconds(1));
    metadata(&cache);
    BOOST_TEST(http->requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(knows_the_endpoints_of_clients_with_a_certificate) {
    const std::string both = R"({"issuer": "https://a.example/x", "token_endpoint": "https://a.example/token",
        "revocation_endpoint": "https://a.example/revoke",
        "mtls_endpoint_aliases": {"token_endpoint": "https://mtls.a.example/token"}})";
    http->answer(200, both);
    const auto of = [&](EndpointsFor client) {
        return Discovery("https://a.example/x", http, clock, &cache, client).metadata();
    };
    BOOST_TEST(
        (of(EndpointsFor::any_client) == ServerMetadata{"https://a.example/token", {}, "https://a.example/revoke"}));
    BOOST_TEST((of(EndpointsFor::client_with_certificate) ==
                ServerMetadata{"https://mtls.a.example/token", {}, "https://a.example/revoke"}));
}

BOOST_AUTO_TEST_CASE(says_where_it_looked) {
    http->answer(404, "").answer(403, "");
    BOOST_TEST(thrown<ServiceUnreachable>([&] { metadata(); }) ==
               "the issuer https://a.example/x has no metadata "
               "(https://a.example/.well-known/oauth-authorization-server/x answered 404, "
               "https://a.example/x/.well-known/openid-configuration answered 403); check the issuer, or give its "
               "token_url instead");
}

struct BadDocument {
    const char* title;
    const char* body;
    const char* message;
    friend std::ostream& operator<<(std::ostream& out, const BadDocument& row) { return out << row.title; }
};
const BadDocument bad_documents[] = {
    {"HTML", "<html>", "is not JSON"},
    {"a list", "[]", "is a list, not a JSON object"},
    {"no issuer", R"({"token_endpoint": "https://a.example/token"})", "is that of the issuer ''"},
    {"another issuer", R"({"issuer": "https://evil.example/x", "token_endpoint": "https://a.example/token"})",
     "is that of the issuer 'https://evil.example/x'"},
    {"an issuer that is nearly the same", R"({"issuer": "https://a.example/x/"})",
     "is that of the issuer 'https://a.example/x/'"},
    {"no token endpoint", R"({"issuer": "https://a.example/x"})", "has no 'token_endpoint'"},
    {"a number", R"({"issuer": "https://a.example/x", "token_endpoint": 5})",
     "has a 'token_endpoint' that is an integer, not text"},
    {"an endpoint in the clear", R"({"issuer": "https://a.example/x", "token_endpoint": "http://b.example/t"})",
     "has a 'token_endpoint' that cannot be used: the URL 'http://b.example/t' cannot be used: http:// is for loopback "
     "addresses only; use https://"},
};

BOOST_DATA_TEST_CASE(takes_no_document_but_the_issuers, boost::unit_test::data::make(bad_documents), row) {
    http->answer(200, row.body);
    BOOST_TEST(thrown<BadServerMetadata>([&] { metadata(&cache); }) ==
               std::string("the metadata of the issuer https://a.example/x at "
                           "https://a.example/.well-known/oauth-authorization-server/x ") +
                   row.message + "; check the issuer");
    BOOST_TEST(cache.names("").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
