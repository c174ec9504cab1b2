#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include "auth/caching_token_provider.hpp"
#include "support/temporary_directory.hpp"

namespace errand {

using namespace std::chrono_literals;

constexpr int kProcesses = 16;
constexpr int kThreads = 2;
constexpr int kFetchesOfThread = 100;
constexpr std::chrono::milliseconds kLifetime = 400ms;
constexpr std::chrono::milliseconds kMargin = 80ms;

/// What all processes see, in memory that they share. Time passes with each fetch, so that no machine is too slow.
struct SharedWorld {
    struct Grant {
        std::atomic<std::int64_t> at = 0;
        std::atomic<std::int64_t> expires = 0;
    };

    std::atomic<std::int64_t> now_ms = 0;
    std::atomic<int> grants = 0;
    std::atomic<int> in_flight = 0;
    std::atomic<int> overlaps = 0;
    std::atomic<int> fetches = 0;
    std::atomic<int> wrong_tokens = 0;
    std::array<Grant, kProcesses * kThreads * kFetchesOfThread> log;
};

class SharedClock final : public Clock {
public:
    explicit SharedClock(const SharedWorld& world) : world_(world) {}

    CalendarTime now() const override { return CalendarTime(1'800'000'000s + passed()); }
    SteadyTime steady_now() const override { return SteadyTime(1h + passed()); }
    void sleep_for(std::chrono::milliseconds) const override {}

private:
    std::chrono::milliseconds passed() const { return std::chrono::milliseconds(world_.now_ms); }

    const SharedWorld& world_;
};

/// Grants `0`, `1`, `2`, … and writes down when.
class LoggedSource final : public TokenSource {
public:
    LoggedSource(SharedWorld& world, const Clock& clock) : world_(world), clock_(clock) {}

    AccessToken fetch(const ScopeDescription& /*scopes*/) override {
        if (world_.in_flight++ != 0) ++world_.overlaps;
        const int number = world_.grants++;
        const std::int64_t at = world_.now_ms;
        SharedWorld::Grant& grant = world_.log.at(static_cast<std::size_t>(number));
        grant.at = at;
        grant.expires = at + kLifetime.count();
        AccessToken token{Secret(std::to_string(number)),           "s1", "r1", "Bearer", clock_.now() + kLifetime,
                          clock_.steady_now() + kLifetime - kMargin};
        // Time for the others to come to the lock.
        std::this_thread::sleep_for(2ms);
        --world_.in_flight;
        return token;
    }
    std::string identity() const override { return "client"; }
    Secret proof() const override { return Secret("hush"); }
    std::string client_id() const override { return "me"; }
    void revoke(const Secret& /*token*/) override {}
    Value introspect(const Secret& /*token*/) override { return {}; }

private:
    SharedWorld& world_;
    const Clock& clock_;
};

class NoLogger final : public Logger {
public:
    void log(Severity, std::string_view) override {}
};

/// One thread of one process; every tenth fetch begins anew, as another run would.
void fetch_tokens(SharedWorld& world, const TokenCache& cache, const Clock& clock) {
    NoLogger logger;
    Redactor redactor;
    std::unique_ptr<CachingTokenProvider> provider;
    for (int i = 0; i < kFetchesOfThread; ++i) {
        if (i % 10 == 0)
            provider = std::make_unique<CachingTokenProvider>(
                ProviderProfile{"ours", [](const std::string&) { return true; }, {}},
                std::make_unique<LoggedSource>(world, clock),
                CachingWorld{clock, logger, redactor, &cache, [](auto) { std::this_thread::sleep_for(1ms); },
                             [] { return 0.5; }});
        const std::int64_t began = world.now_ms++;
        const int number = std::stoi(std::string(provider->token({"r1", {"s1"}}).token.reveal()));
        const bool is_known = number >= 0 && number < world.grants;
        if (!is_known || world.log.at(static_cast<std::size_t>(number)).expires <= began) ++world.wrong_tokens;
        ++world.fetches;
    }
}

/// In a process of its own, which nothing but `world` and the cache connects with the others.
pid_t start_process(SharedWorld& world, const std::filesystem::path& directory) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    const SharedClock clock(world);
    const CacheDirectory files(directory);
    const TokenCache cache(files, clock);
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back([&] { fetch_tokens(world, cache, clock); });
    for (std::thread& thread : threads) thread.join();
    ::_exit(0);
}

BOOST_AUTO_TEST_SUITE(shared_cache_stress)

BOOST_AUTO_TEST_CASE(many_processes_lose_nothing_and_make_one_grant_in_a_lifetime) {
    void* const memory =
        ::mmap(nullptr, sizeof(SharedWorld), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    BOOST_TEST_REQUIRE(memory != MAP_FAILED);
    SharedWorld& world = *new (memory) SharedWorld;
    const testing::TemporaryDirectory directory;
    std::vector<pid_t> processes;
    for (int i = 0; i < kProcesses; ++i) processes.push_back(start_process(world, directory.path() / "tokens"));
    for (const pid_t process : processes) {
        int status = -1;
        ::waitpid(process, &status, 0);
        BOOST_TEST(status == 0);
    }
    BOOST_TEST(world.fetches == kProcesses * kThreads * kFetchesOfThread);
    BOOST_TEST(world.wrong_tokens == 0);
    BOOST_TEST(world.overlaps == 0);
    BOOST_TEST(world.grants > 1);
    // Renewal begins the margin before the end, and up to half of it earlier.
    for (int i = 1; i < world.grants; ++i) {
        const auto index = static_cast<std::size_t>(i);
        BOOST_TEST(world.log.at(index).at - world.log.at(index - 1).at >= (kLifetime - kMargin * 3 / 2).count());
    }
    for (const auto& file : std::filesystem::directory_iterator(directory.path() / "tokens"))
        BOOST_TEST(file.path().string().find("damaged") == std::string::npos, file.path());
    ::munmap(memory, sizeof(SharedWorld));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
