#include "auth/caching_token_provider.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>
#include <vector>

#include "auth/fingerprint.hpp"
#include "base/error.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"

namespace errand {

using namespace std::chrono_literals;
using testing::thrown;

class LinesLogger final : public Logger {
public:
    void log(Severity, std::string_view message) override { lines.emplace_back(message); }

    std::vector<std::string> lines;
};

/// A source that grants `A`, `B`, `C`, … for an hour each, unless it is told to fail.
struct Grants {
    explicit Grants(const Clock& its_clock) : clock(its_clock) {}

    AccessToken next() {
        const std::lock_guard lock(mutex);
        ++count;
        if (!refusal.empty()) throw CredentialsRefused(refusal);
        if (!failure.empty()) throw ServiceUnreachable(failure);
        const std::string letter(1, static_cast<char>('A' + granted++));
        return {Secret(name + letter),
                "s1",
                "r1",
                "Bearer",
                clock.now() + lifetime,
                clock.steady_now() + lifetime - margin};
    }

    const Clock& clock;
    std::mutex mutex;
    std::string refusal;
    std::string failure;
    std::string secret = "hush";
    /// What the tokens begin with.
    std::string name;
    std::chrono::seconds lifetime = 3600s;
    std::chrono::seconds margin = 60s;
    int granted = 0;
    /// Of all, the failed ones too.
    int count = 0;
    std::vector<std::string> revoked;
};

class ScriptedSource final : public TokenSource {
public:
    explicit ScriptedSource(Grants& grants) : grants_(grants) {}

    AccessToken fetch(const ScopeDescription& /*scopes*/) override { return grants_.next(); }
    std::string identity() const override { return "client me at https://a.example"; }
    Secret proof() const override { return Secret(grants_.secret); }
    std::string client_id() const override { return "me"; }
    void revoke(const Secret& token) override { grants_.revoked.emplace_back(token.reveal()); }
    Value introspect(const Secret& token) override { return Value::Map{{"about", std::string(token.reveal())}}; }

private:
    Grants& grants_;
};

/// Providers over one source. Those with a cache stand for processes that share it.
struct Caching {
    std::unique_ptr<CachingTokenProvider> make(const TokenCache* shared = nullptr) {
        return std::make_unique<CachingTokenProvider>(
            ProviderProfile{
                "ours", [](const std::string& scope) { return scope != "openid"; }, {{"api", "https://x/"}}},
            std::make_unique<ScriptedSource>(grants),
            CachingWorld{clock, logger, redactor, shared, [this](auto wait) { waited(wait); },
                         [this] { return random; }});
    }
    static std::string token_of(CachingTokenProvider& provider) {
        return std::string(provider.token({"r1", {"s1"}}).token.reveal());
    }
    std::string token() { return token_of(*provider); }

    testing::FakeClock clock;
    Grants grants{clock};
    LinesLogger logger;
    Redactor redactor;
    double random = 0;
    std::function<void(std::chrono::milliseconds)> waited = [this](auto wait) { clock.advance(wait); };
    testing::TemporaryDirectory directory;
    CacheDirectory files{directory.path() / "tokens"};
    TokenCache cache{files, clock};
    std::unique_ptr<CachingTokenProvider> provider = make();
};

BOOST_FIXTURE_TEST_SUITE(caching_token_provider, Caching)

BOOST_AUTO_TEST_CASE(asks_nobody_until_a_token_is_needed) {
    BOOST_TEST(provider->client_id() == "me");
    BOOST_TEST(provider->service_urls().at("api") == "https://x/");
    BOOST_TEST(grants.count == 0);
}

BOOST_AUTO_TEST_CASE(has_its_tokens_redacted_whether_they_are_got_or_found) {
    grants.name = "t0ken-t0ken-";
    make(&cache)->token({"r1", {"s1"}});
    BOOST_TEST(redactor.redact("<t0ken-t0ken-A>") == "<token:" + short_hash(Secret("t0ken-t0ken-A")) + ">");
    Redactor other;
    CachingTokenProvider found(ProviderProfile{"ours", [](const auto&) { return true; }, {}},
                               std::make_unique<ScriptedSource>(grants),
                               CachingWorld{clock, logger, other, &cache, [](auto) {}, [] { return 0.0; }});
    BOOST_TEST(token_of(found) == "t0ken-t0ken-A");
    BOOST_TEST(grants.count == 1);
    BOOST_TEST(other.redact("<t0ken-t0ken-A>") == "<token:" + short_hash(Secret("t0ken-t0ken-A")) + ">");
}

BOOST_AUTO_TEST_CASE(keeps_the_token_until_the_margin) {
    BOOST_TEST(token() == "A");
    clock.advance(3540s - 1ms);
    BOOST_TEST(token() == "A");
    clock.advance(1ms);
    BOOST_TEST(token() == "B");
    BOOST_TEST(grants.count == 2);
}

BOOST_AUTO_TEST_CASE(renews_earlier_by_up_to_half_of_the_margin) {
    random = 1;
    BOOST_TEST(token() == "A");
    clock.advance(3510s - 1ms);
    BOOST_TEST(token() == "A");
    clock.advance(1ms);
    BOOST_TEST(token() == "B");
}

/// A calendar clock that can be set, over a steady clock that stands still.
class SettableClock final : public Clock {
public:
    CalendarTime now() const override { return calendar; }
    SteadyTime steady_now() const override { return SteadyTime(1h); }
    void sleep_for(std::chrono::milliseconds) const override {}

    CalendarTime calendar = CalendarTime(1'800'000'000s);
};

BOOST_AUTO_TEST_CASE(notices_that_the_machine_slept) {
    SettableClock slept;
    Grants some(slept);
    CachingTokenProvider other({"ours", {}, {}}, std::make_unique<ScriptedSource>(some),
                               {slept, logger, redactor, nullptr, {}, [] { return 0.0; }});
    token_of(other);
    slept.calendar += 1h;
    BOOST_TEST(token_of(other) == "B");
}

BOOST_AUTO_TEST_CASE(keeps_a_token_for_each_resource_server_and_set_of_scopes) {
    const auto token_for = [&](const ScopeDescription& scopes) {
        return std::string(provider->token(scopes).token.reveal());
    };
    BOOST_TEST(token_for({"r1", {"s1", "s2"}}) == "A");
    BOOST_TEST(token_for({"r1", {"s1"}}) == "B");
    BOOST_TEST(token_for({"r2", {"s1"}}) == "C");
    BOOST_TEST(token_for({"r1", {"s2", "s1"}}) == "A");
}

BOOST_AUTO_TEST_CASE(fetches_another_one_after_a_rejection) {
    token();
    provider->reject(Secret("A"));
    BOOST_TEST(token() == "B");
    provider->reject(Secret("A"));
    BOOST_TEST(token() == "B");
    BOOST_TEST(grants.count == 2);
}

BOOST_AUTO_TEST_CASE(fetches_another_one_when_asked_to) {
    token();
    BOOST_TEST(provider->renewed_token({"r1", {"s1"}}).token.reveal() == "B");
    BOOST_TEST(token() == "B");
}

const std::string kStaysInUse =
    "provider 'ours': the token for r1 could not be renewed and stays in use until it expires at "
    "2027-01-15T10:00:00Z: ";

BOOST_AUTO_TEST_CASE(uses_a_valid_token_while_it_cannot_be_renewed) {
    token();
    clock.advance(3540s);
    grants.failure = "no route";
    BOOST_TEST(token() == "A");
    BOOST_TEST((logger.lines == std::vector<std::string>{kStaysInUse + "no route"}));
    clock.advance(29s);
    BOOST_TEST(token() == "A");
    BOOST_TEST(grants.count == 2);
    clock.advance(1s);
    BOOST_TEST(token() == "A");
    BOOST_TEST(grants.count == 3);
    grants.failure.clear();
    clock.advance(15s);
    BOOST_TEST(token() == "B");
}

BOOST_AUTO_TEST_CASE(uses_a_valid_token_while_the_client_is_refused) {
    token();
    clock.advance(3540s);
    grants.refusal = "go away";
    BOOST_TEST(token() == "A");
    BOOST_TEST((logger.lines == std::vector<std::string>{kStaysInUse + "go away"}));
    clock.advance(60s);
    BOOST_TEST(thrown<CredentialsRefused>([&] { token(); }) == "go away");
}

BOOST_AUTO_TEST_CASE(tells_a_task_to_ask_again_before_the_end) {
    grants.lifetime = 10s;
    grants.margin = 1s;
    token();
    clock.advance(9s);
    grants.failure = "no route";
    BOOST_CHECK((provider->token({"r1", {"s1"}}).renew_at - clock.steady_now() == 500ms));
}

BOOST_AUTO_TEST_CASE(never_uses_an_expired_token) {
    token();
    grants.failure = "no route";
    clock.advance(3600s);
    BOOST_TEST(thrown<ServiceUnreachable>([&] { token(); }) == "no route");
}

BOOST_AUTO_TEST_CASE(never_uses_a_rejected_token) {
    token();
    grants.failure = "no route";
    provider->reject(Secret("A"));
    BOOST_TEST(thrown<ServiceUnreachable>([&] { token(); }) == "no route");
}

BOOST_AUTO_TEST_CASE(fetches_once_for_many_threads) {
    std::vector<std::thread> threads;
    std::vector<std::string> tokens(8);
    for (std::string& found : tokens) threads.emplace_back([&] { found = token(); });
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(tokens == std::vector<std::string>(8, "A"), boost::test_tools::per_element());
    BOOST_TEST(grants.count == 1);
}

BOOST_AUTO_TEST_CASE(serves_what_its_profile_says) {
    BOOST_TEST(provider->can_serve({"r1", {"read"}}));
    BOOST_TEST(!provider->can_serve({"r1", {"read", "openid"}}));
}

BOOST_AUTO_TEST_CASE(finds_the_token_of_another_process) {
    BOOST_TEST(token_of(*make(&cache)) == "A");
    BOOST_TEST(token_of(*make(&cache)) == "A");
    BOOST_TEST(grants.count == 1);
}

BOOST_AUTO_TEST_CASE(renews_for_all_processes) {
    const auto first = make(&cache);
    const auto second = make(&cache);
    token_of(*first);
    token_of(*second);
    clock.advance(3540s);
    BOOST_TEST(token_of(*second) == "B");
    BOOST_TEST(token_of(*first) == "B");
    BOOST_TEST(grants.count == 2);
}

BOOST_AUTO_TEST_CASE(renews_once_for_all_that_had_the_same_token_rejected) {
    const auto first = make(&cache);
    const auto second = make(&cache);
    token_of(*first);
    token_of(*second);
    first->reject(Secret("A"));
    BOOST_TEST(token_of(*first) == "B");
    second->reject(Secret("A"));
    BOOST_TEST(token_of(*second) == "B");
    BOOST_TEST(grants.count == 2);
}

/// The lock of the token that `provider` would fetch: the only one that there is in the cache's directory.
std::string only_key(const TokenCache& cache) { return cache.list().at(0).first; }

BOOST_AUTO_TEST_CASE(waits_for_the_process_that_is_fetching) {
    token_of(*make(&cache));
    const std::string key = only_key(cache);
    cache.remove(key);
    std::optional<CacheDirectory::Lock> lock = cache.try_lock(key);
    waited = [&](auto wait) {
        clock.advance(wait);
        const auto later = clock.now() + 1h;
        cache.store(key, {"ours",
                          "me",
                          "there",
                          AccessToken{Secret("Z"), "s1", "r1", "Bearer", later, clock.steady_now() + 50min},
                          {}});
    };
    BOOST_TEST(token_of(*make(&cache)) == "Z");
    BOOST_TEST(grants.count == 1);
}

BOOST_AUTO_TEST_CASE(goes_on_where_the_process_that_was_fetching_died) {
    token_of(*make(&cache));
    const std::string key = only_key(cache);
    cache.remove(key);
    std::optional<CacheDirectory::Lock> lock = cache.try_lock(key);
    waited = [&](auto wait) {
        clock.advance(wait);
        lock.reset();
    };
    BOOST_TEST(token_of(*make(&cache)) == "B");
}

BOOST_AUTO_TEST_CASE(does_not_wait_for_a_renewal_while_it_has_a_valid_token) {
    token_of(*make(&cache));
    clock.advance(3540s);
    const auto lock = cache.try_lock(only_key(cache));
    BOOST_TEST(token_of(*make(&cache)) == "A");
    BOOST_TEST(grants.count == 1);
}

BOOST_AUTO_TEST_CASE(takes_the_failure_of_the_one_it_waited_for) {
    token_of(*make(&cache));
    const std::string key = only_key(cache);
    cache.remove(key);
    auto lock = cache.try_lock(key);
    waited = [&](auto wait) {
        clock.advance(wait);
        cache.store(
            key,
            {"ours", "me", "there", {}, GrantFailure{GrantFailure::Kind::unreachable, "no route", clock.now(), {}}});
        lock.reset();
    };
    BOOST_TEST(thrown<ServiceUnreachable>([&] { token_of(*make(&cache)); }) == "no route");
    BOOST_TEST(grants.count == 1);
    clock.advance(1ms);
    BOOST_TEST(token_of(*make(&cache)) == "B");
}

BOOST_AUTO_TEST_CASE(remembers_a_refusal_for_a_minute) {
    grants.refusal = "go away";
    BOOST_TEST(thrown<CredentialsRefused>([&] { token_of(*make(&cache)); }) == "go away");
    clock.advance(59s);
    BOOST_TEST(thrown<CredentialsRefused>([&] { token_of(*make(&cache)); }) ==
               "go away (remembered for 60s; 'errand token fetch --fresh' asks again at once)");
    BOOST_TEST(grants.count == 1);
    clock.advance(1s);
    grants.refusal.clear();
    BOOST_TEST(token_of(*make(&cache)) == "A");
}

BOOST_AUTO_TEST_CASE(keeps_no_secret_that_a_server_let_slip) {
    redactor.add("hush-hush-hush");
    grants.refusal = "not with hush-hush-hush";
    thrown<CredentialsRefused>([&] { token_of(*make(&cache)); });
    BOOST_TEST(cache.list().at(0).second.failure->message == "not with ***");
}

BOOST_AUTO_TEST_CASE(has_a_token_redacted_that_is_kept_but_not_used) {
    grants.name = "t0ken-t0ken-";
    token_of(*make(&cache));
    Redactor other;
    CachingTokenProvider asking(ProviderProfile{"ours", [](const auto&) { return true; }, {}},
                                std::make_unique<ScriptedSource>(grants),
                                CachingWorld{clock, logger, other, &cache, [](auto) {}, [] { return 0.0; }});
    grants.refusal = "not with t0ken-t0ken-A";
    thrown<CredentialsRefused>([&] { asking.renewed_token({"r1", {"s1"}}); });
    BOOST_TEST(other.redact("<t0ken-t0ken-A>") == "<token:" + short_hash(Secret("t0ken-t0ken-A")) + ">");
}

BOOST_AUTO_TEST_CASE(forgets_a_refusal_when_the_secret_changes) {
    grants.refusal = "go away";
    thrown<CredentialsRefused>([&] { token_of(*make(&cache)); });
    grants.refusal.clear();
    grants.secret = "another";
    BOOST_TEST(token_of(*make(&cache)) == "A");
}

BOOST_AUTO_TEST_CASE(is_asked_past_a_refusal) {
    grants.refusal = "go away";
    thrown<CredentialsRefused>([&] { token_of(*make(&cache)); });
    grants.refusal.clear();
    BOOST_TEST(make(&cache)->renewed_token({"r1", {"s1"}}).token.reveal() == "A");
}

BOOST_AUTO_TEST_CASE(leaves_others_the_token_that_is_kept_when_a_new_one_cannot_be_had) {
    BOOST_TEST(token_of(*make(&cache)) == "A");
    grants.refusal = "go away";
    BOOST_TEST(thrown<CredentialsRefused>([&] { make(&cache)->renewed_token({"r1", {"s1"}}); }) == "go away");
    BOOST_TEST(token_of(*make(&cache)) == "A");
    BOOST_TEST(grants.count == 2);
}

BOOST_AUTO_TEST_CASE(says_once_that_the_cache_cannot_be_used_and_goes_on) {
    directory.write("file", "");
    const CacheDirectory elsewhere(directory.path() / "file" / "tokens");
    const TokenCache broken(elsewhere, clock);
    const auto unshared = make(&broken);
    BOOST_TEST(token_of(*unshared) == "A");
    clock.advance(3540s);
    BOOST_TEST(token_of(*unshared) == "B");
    BOOST_TEST_REQUIRE(logger.lines.size() == 1U);
    const std::string& line = logger.lines.at(0);
    BOOST_TEST(line.starts_with("tokens are not shared with other runs: " + elsewhere.path().string() + '/'));
    BOOST_TEST(line.ends_with(".token: Not a directory"));
}

BOOST_AUTO_TEST_CASE(refuses_a_cache_that_others_can_read) {
    token_of(*make(&cache));
    std::filesystem::permissions(files.path(), std::filesystem::perms(0750));
    BOOST_TEST(thrown<CommandError>([&] { token_of(*make(&cache)); }) == "the cache '" + files.path().string() +
                                                                             "' is open to others; chmod 700 '" +
                                                                             files.path().string() + "'");
}

BOOST_AUTO_TEST_CASE(revokes_a_token_everywhere) {
    const auto first = make(&cache);
    token_of(*first);
    first->revoke(Secret("A"));
    BOOST_TEST(grants.revoked == std::vector<std::string>{"A"}, boost::test_tools::per_element());
    BOOST_TEST(cache.list().empty());
    BOOST_TEST(token_of(*first) == "B");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
