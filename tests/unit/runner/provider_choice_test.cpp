#include "runner/provider_choice.hpp"

#include <boost/test/unit_test.hpp>

#include "base/error.hpp"
#include "support/fake_provider.hpp"
#include "support/thrown.hpp"

namespace errand {

struct Choosing {
    TokenProvider* chosen(const std::vector<std::string>& resource_servers,
                          const std::optional<std::string>& named = {}) const {
        std::vector<ScopeDescription> scopes;
        for (const std::string& resource_server : resource_servers) scopes.push_back({resource_server, {"all"}});
        return &choose_provider(providers, "list", named, scopes);
    }
    std::string refusal(const std::vector<std::string>& resource_servers,
                        const std::optional<std::string>& named = {}) const {
        return testing::thrown<CommandError>([&] { chosen(resource_servers, named); });
    }

    testing::FakeProvider globus{{"transfer", "groups"}};
    testing::FakeProvider preview{{"transfer"}};
    testing::FakeProvider ours{{"ours"}};
    std::vector<NamedProvider> providers = {{"globus", globus}, {"preview", preview}, {"ours", ours}};
};

BOOST_FIXTURE_TEST_SUITE(provider_choice, Choosing)

BOOST_AUTO_TEST_CASE(is_the_only_one_that_fits) {
    BOOST_TEST(chosen({"ours"}) == &ours);
    BOOST_TEST(chosen({"groups"}) == &globus);
    BOOST_TEST(chosen({"transfer", "groups"}) == &globus);
}

BOOST_AUTO_TEST_CASE(is_the_one_that_is_named) {
    BOOST_TEST(chosen({"transfer"}, "preview") == &preview);
    BOOST_TEST(chosen({"other"}, "globus") == &globus);
}

BOOST_AUTO_TEST_CASE(is_refused_when_several_fit) {
    BOOST_TEST(refusal({"transfer"}) ==
               "task 'list' could use any of the providers globus, preview; say which with 'provider:' in the task or "
               "the job");
}

BOOST_AUTO_TEST_CASE(is_refused_when_none_fits) {
    BOOST_TEST(refusal({"groups", "ours"}) ==
               "task 'list' needs tokens for groups, and no provider in the configuration can get them; add one under "
               "'providers:'");
}

BOOST_AUTO_TEST_CASE(is_refused_when_the_named_one_is_not_there) {
    BOOST_TEST(
        refusal({"transfer"}, "globos") ==
        "task 'list' names the provider 'globos', which the configuration does not have, did you mean 'globus'?");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
