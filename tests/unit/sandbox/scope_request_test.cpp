#include "sandbox/scope_request.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using errand::resource_server_of;
using errand::scope_paths;
using errand::top_level_scopes;

BOOST_AUTO_TEST_SUITE(scope_request)

struct ScopeText {
    const char* text;
    /// Separated by blanks; null when the text is refused.
    const char* paths;
    const char* scopes = nullptr;
};
std::ostream& operator<<(std::ostream& out, const ScopeText& scope) { return out << '"' << scope.text << '"'; }

const ScopeText scope_texts[] = {
    {"", "", ""},
    {"a", "a", "a"},
    {"a b", "a b", "a b"},
    {"  a  b ", "a b", "a b"},
    {"*a", "a", "a"},
    {"a[b]", "a a[b", "a"},
    {"a[b *c] d", "a a[b a[c d", "a d"},
    {"a[b[c d] e] f", "a a[b a[b[c a[b[d a[e f", "a f"},
    {"*a[*b]", "a a[b", "a"},
    {"a [b]", nullptr},
    {"a[b", nullptr},
    {"a]", nullptr},
    {"[a]", nullptr},
    {"a[]", nullptr},
    {"**a", nullptr},
    {"* a", nullptr},
    {"a*", nullptr},
    {"*", nullptr},
    {"a[b]c", nullptr},
};

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

BOOST_DATA_TEST_CASE(reads_the_scopes_and_what_they_depend_on, boost::unit_test::data::make(scope_texts), scope) {
    const auto paths = scope_paths(scope.text);
    BOOST_TEST_REQUIRE(paths.has_value() == (scope.paths != nullptr));
    if (!paths) return;
    BOOST_TEST(joined(*paths) == scope.paths);
    BOOST_TEST(joined(top_level_scopes(*paths)) == scope.scopes);
}

BOOST_AUTO_TEST_CASE(reads_no_scopes_that_are_nested_deeper_than_50) {
    const auto nested = [](int depth) {
        std::string text = "a";
        for (int i = 0; i < depth; ++i) text = "a[" + text + "]";
        return text;
    };
    BOOST_TEST(scope_paths(nested(49)).has_value());
    BOOST_TEST(!scope_paths(nested(50)).has_value());
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
