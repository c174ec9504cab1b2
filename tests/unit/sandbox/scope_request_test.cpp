#include "sandbox/scope_request.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using errand::resource_server_of;
using errand::top_level_scopes;

BOOST_AUTO_TEST_SUITE(scope_request)

struct ScopeText {
    const char* text;
    /// Separated by spaces; null when the text is refused.
    const char* scopes;
};
std::ostream& operator<<(std::ostream& out, const ScopeText& scope) { return out << '"' << scope.text << '"'; }

const ScopeText scope_texts[] = {
    {"", ""},         {"a", "a"},           {"a b", "a b"},           {"  a  b ", "a b"}, {"*a", "a"},
    {"a[b]", "a"},    {"a[b *c] d", "a d"}, {"a[b[c d] e] f", "a f"}, {"*a[*b]", "a"},    {"a [b]", nullptr},
    {"a[b", nullptr}, {"a]", nullptr},      {"[a]", nullptr},         {"a[]", nullptr},   {"**a", nullptr},
    {"* a", nullptr}, {"a*", nullptr},      {"*", nullptr},           {"a[b]c", nullptr},
};

BOOST_DATA_TEST_CASE(reads_the_scopes_at_the_top, boost::unit_test::data::make(scope_texts), scope) {
    const auto scopes = top_level_scopes(scope.text);
    BOOST_TEST_REQUIRE(scopes.has_value() == (scope.scopes != nullptr));
    if (!scopes) return;
    std::string joined;
    for (const auto& name : *scopes) joined += (joined.empty() ? "" : " ") + name;
    BOOST_TEST(joined == scope.scopes);
}

struct KnownScope {
    const char* scope;
    /// Empty when no resource server knows it.
    const char* server;
};
std::ostream& operator<<(std::ostream& out, const KnownScope& known) { return out << known.scope; }

const KnownScope known_scopes[] = {
    {"openid", "auth.globus.org"},
    {"urn:globus:auth:scope:auth.globus.org:view_identity_set", "auth.globus.org"},
    {"urn:globus:auth:scope:transfer.api.globus.org:all", "transfer.api.globus.org"},
    {"urn:globus:auth:scope:groups.api.globus.org:all", "groups.api.globus.org"},
    {"urn:globus:auth:scope:e0000000-0000-4000-8000-000000000001:manage_collections",
     "e0000000-0000-4000-8000-000000000001"},
    {"https://auth.globus.org/scopes/e0000000-0000-4000-8000-000000000001/data_access",
     "e0000000-0000-4000-8000-000000000001"},
    {"https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/manage_flows", "flows.globus.org"},
    {"https://auth.globus.org/scopes/524230d7-ea86-4a52-8312-86065a9e0417/timer",
     "524230d7-ea86-4a52-8312-86065a9e0417"},
    {"https://auth.globus.org/scopes/facd7ccc-c5f4-42aa-916b-a0e270e2c2a9/all", "funcx_service"},
    {"https://auth.globus.org/scopes/e0000000-0000-4000-8000-000000000001/"
     "flow_e0000000_0000_4000_8000_000000000001_user",
     "e0000000-0000-4000-8000-000000000001"},
    {"foo:bar", ""},
    {"urn:globus:auth:scope:transfer.api.globus.org", ""},
    {"urn:globus:auth:scope:transfer.api.globus.org:al", ""},
    {"urn:globus:auth:scope:not-a-uuid:manage_collections", ""},
    {"https://auth.globus.org/scopes/not-a-uuid/https", ""},
};

BOOST_DATA_TEST_CASE(knows_whose_scope_it_is, boost::unit_test::data::make(known_scopes), known) {
    BOOST_TEST(resource_server_of(known.scope).value_or("") == known.server);
}

BOOST_AUTO_TEST_SUITE_END()
