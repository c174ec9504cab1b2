#include "auth/token_cache.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>

#include "base/error.hpp"
#include "support/fake_clock.hpp"
#include "support/file_text.hpp"
#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"

namespace errand {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::thrown;

struct Cached {
    CacheEntry entry(const std::string& token) const {
        return {"ours",
                "me",
                "there",
                AccessToken{Secret(token), "s1 s2", "r1", "Bearer", clock.now() + 1h, clock.steady_now() + 59min},
                {}};
    }
    std::string token_of(const std::string& key) const {
        const auto found = cache.load(key);
        return found && found->token ? std::string(found->token->token.reveal()) : "none";
    }
    fs::path file(const std::string& key) const { return files.path() / (key + ".token"); }
    static int mode_of(const fs::path& path) {
        struct stat status = {};
        ::stat(path.c_str(), &status);
        return static_cast<int>(status.st_mode & 07777);
    }

    testing::FakeClock clock;
    testing::TemporaryDirectory directory;
    const CacheDirectory files{directory.path() / "deep" / "tokens"};
    const TokenCache cache{files, clock};
};

BOOST_FIXTURE_TEST_SUITE(token_cache, Cached)

BOOST_AUTO_TEST_CASE(touches_nothing_before_it_is_used) {
    BOOST_TEST(token_of("k") == "none");
    BOOST_TEST(cache.list().empty());
    BOOST_TEST(!fs::exists(files.path()));
}

BOOST_AUTO_TEST_CASE(gives_back_what_was_stored) {
    cache.store("k", entry("A"));
    clock.advance(9min);
    const CacheEntry found = cache.load("k").value();
    BOOST_TEST(found.provider == "ours");
    BOOST_TEST(found.client_id == "me");
    BOOST_TEST(found.source == "there");
    BOOST_TEST(found.token->token.reveal() == "A");
    BOOST_TEST(found.token->scopes == "s1 s2");
    BOOST_TEST(found.token->resource_server == "r1");
    BOOST_TEST(found.token->token_type == "Bearer");
    BOOST_TEST((found.token->expires_at == clock.now() + 51min));
    BOOST_TEST((found.token->renew_at == clock.steady_now() + 50min));
    BOOST_TEST(!found.failure.has_value());
}

BOOST_AUTO_TEST_CASE(keeps_everything_from_others) {
    cache.store("k", entry("A"));
    const auto lock = cache.try_lock("k");
    BOOST_TEST(mode_of(files.path()) == 0700);
    for (const auto& found : fs::directory_iterator(files.path())) BOOST_TEST(mode_of(found.path()) == 0600);
}

BOOST_AUTO_TEST_CASE(keeps_a_failure_beside_a_token) {
    CacheEntry both = entry("A");
    both.failure = GrantFailure{GrantFailure::Kind::refused, "go away", clock.now(), "12ab"};
    cache.store("k", both);
    const CacheEntry found = cache.load("k").value();
    BOOST_TEST(found.token.has_value());
    BOOST_TEST((found.failure->kind == GrantFailure::Kind::refused));
    BOOST_TEST(found.failure->message == "go away");
    BOOST_TEST((found.failure->at == clock.now()));
    BOOST_TEST(found.failure->proof_mark == "12ab");
}

BOOST_AUTO_TEST_CASE(sets_a_damaged_entry_aside) {
    cache.store("k", entry("A"));
    const std::string good = testing::text_of(file("k"));
    for (const std::string& bad :
         {std::string(), good.substr(0, good.size() / 2), std::string("[]"), std::string("{}"),
          std::string(R"({"version": 3, "provider": "ours", "client_id": "me", "source": "there"})")}) {
        directory.write("deep/tokens/k.token", bad);
        ::chmod(file("k").c_str(), 0600);
        BOOST_TEST(token_of("k") == "none");
        BOOST_TEST(!fs::exists(file("k")));
        BOOST_TEST(testing::text_of(file("k").string() + ".damaged") == bad);
    }
}

BOOST_AUTO_TEST_CASE(takes_no_entry_from_a_time_to_come) {
    testing::FakeClock later;
    later.advance(1h);
    TokenCache(files, later).store("k", entry("A"));
    BOOST_TEST(token_of("k") == "none");
    BOOST_TEST(fs::exists(file("k")));
}

BOOST_AUTO_TEST_CASE(removes_what_nobody_can_use_any_more) {
    cache.store("old", entry("A"));
    clock.advance(25h);
    cache.store("new", entry("B"));
    BOOST_TEST(fs::exists(file("old")));
    clock.advance(1ms);
    cache.store("new", entry("B"));
    BOOST_TEST(!fs::exists(file("old")));
    BOOST_TEST(cache.list().size() == 1U);
}

BOOST_AUTO_TEST_CASE(refuses_a_file_that_others_can_read) {
    cache.store("k", entry("A"));
    ::chmod(file("k").c_str(), 0640);
    BOOST_TEST(thrown<CommandError>([&] { cache.load("k"); }) ==
               "the cache '" + file("k").string() + "' is open to others; chmod 600 '" + file("k").string() + "'");
}

BOOST_AUTO_TEST_CASE(locks_one_key_for_one_holder) {
    auto first = cache.try_lock("a");
    BOOST_TEST(first.has_value());
    BOOST_TEST(!cache.try_lock("a").has_value());
    BOOST_TEST(cache.try_lock("b").has_value());
    first.reset();
    BOOST_TEST(cache.try_lock("a").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
