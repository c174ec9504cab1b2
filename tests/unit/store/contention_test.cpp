#include <signal.h>
#include <sys/wait.h>

#include <atomic>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <functional>
#include <thread>

#include "store/database_module.hpp"
#include "store_fixture.hpp"
#include "support/descriptors.hpp"

namespace errand {

namespace {

using testing::joined;
using testing::StoreFixture;
using testing::StorePlace;

const auto kContentionKinds = boost::unit_test::data::make(testing::store_kinds());

constexpr int kProcesses = 8;

/// Processes that do the same at once, each with a store of its own, and the sum of what each returns.
int sum_of_processes(const std::function<int(int process)>& work) {
    testing::DescriptorPair start = testing::make_pipe();
    testing::DescriptorPair sums = testing::make_pipe();
    std::vector<pid_t> children;
    std::fflush(nullptr);  // Else each child prints it, too.
    for (int process = 0; process < kProcesses; ++process) {
        children.push_back(::fork());
        if (children.back() != 0) continue;
        start.second.reset();
        testing::read_to_end(start.first.get());
        int sum = -1'000'000;
        try {
            sum = work(process);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "process %d: %s\n", process, error.what());
        }
        ::_exit(::write(sums.second.get(), &sum, sizeof sum) == sizeof sum ? 0 : 1);
    }
    start.second.reset();
    sums.second.reset();
    const std::string numbers = testing::read_to_end(sums.first.get());
    for (const pid_t child : children) ::waitpid(child, nullptr, 0);
    int total = 0;
    for (std::size_t at = 0; at + sizeof(int) <= numbers.size(); at += sizeof(int)) {
        int number = 0;
        numbers.copy(reinterpret_cast<char*>(&number), sizeof number, at);
        total += number;
    }
    return total;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(store_contention)

BOOST_DATA_TEST_CASE(each_slot_is_had_by_one_of_many, kContentionKinds, kind) {
    const StorePlace place(kind);
    const testing::FakeClock clock;
    constexpr int kSlots = 20;
    // Nobody has made the store yet.
    const int started = sum_of_processes([&](int process) {
        const auto store = place.open(clock);
        int count = 0;
        for (int slot = 0; slot < kSlots; ++slot) {
            NewRun run = StoreFixture::new_run(std::to_string(slot) + "-" + std::to_string(process));
            run.overlap = Overlap::allow;
            run.scheduled_for = clock.now() + std::chrono::minutes(slot);
            if (store->begin_run(run).answer == Admission::Answer::started) ++count;
        }
        return count;
    });
    BOOST_TEST(started == kSlots);
    const auto store = place.open(clock);
    BOOST_TEST(store->history({}).size() == static_cast<std::size_t>(kSlots));
    BOOST_TEST(joined(store->check_integrity()) == "");
}

BOOST_DATA_TEST_CASE(threads_of_one_process_have_a_store_each, kContentionKinds, kind) {
    const StorePlace place(kind);
    const testing::FakeClock clock;
    std::atomic<int> started = 0;
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([&, number] {
            const auto store = place.open(clock);
            NewRun run = StoreFixture::new_run(std::to_string(number));
            run.scheduled_for = clock.now();
            if (store->begin_run(run).answer == Admission::Answer::started) ++started;
        });
    }
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(started == 1);
}

BOOST_DATA_TEST_CASE(no_two_are_ever_under_way, kContentionKinds, kind) {
    const StorePlace place(kind);
    const testing::FakeClock clock;
    constexpr int kRounds = 10;
    const int strangers = sum_of_processes([&](int process) {
        const auto store = place.open(clock);
        int others = 0;
        for (int round = 0; round < kRounds; ++round) {
            NewRun run = StoreFixture::new_run(std::to_string(round) + "-" + std::to_string(process));
            run.overlap = process % 2 == 0 ? Overlap::skip : Overlap::queue;
            Admission admission = store->begin_run(run);
            while (admission.answer == Admission::Answer::queued) admission = store->try_start(run.id);
            if (admission.answer != Admission::Answer::started) continue;
            HistoryFilter running;
            running.states = {RunState::running};
            others += static_cast<int>(store->history(running).size()) - 1;
            const Change end = RunEnded{RunState::succeeded, "", clock.now(), 0};
            store->record(run.id, {&end, 1});
        }
        return others;
    });
    BOOST_TEST(strangers == 0);
    const auto store = place.open(clock);
    HistoryFilter queued;
    queued.states = {RunState::queued, RunState::running};
    BOOST_TEST(testing::ids_of(store->history(queued)) == "");
    BOOST_TEST(store->history({}).size() == static_cast<std::size_t>(kProcesses * kRounds));
}

BOOST_DATA_TEST_CASE(a_pool_is_never_too_full, kContentionKinds, kind) {
    const StorePlace place(kind);
    const testing::FakeClock clock;
    const int too_many = sum_of_processes([&](int process) {
        const auto store = place.open(clock);
        int count = 0;
        for (int round = 0; round < 5; ++round) {
            NewRun run = StoreFixture::new_run(std::to_string(round) + "-" + std::to_string(process));
            run.job = "job" + std::to_string(process);
            run.pools = {{"disk", 3}};
            Admission admission = store->begin_run(run);
            while (admission.answer == Admission::Answer::queued) admission = store->try_start(run.id);
            HistoryFilter running;
            running.states = {RunState::running};
            if (store->history(running).size() > 3) ++count;
            const Change end = RunEnded{RunState::succeeded, "", clock.now(), 0};
            store->record(run.id, {&end, 1});
        }
        return count;
    });
    BOOST_TEST(too_many == 0);
}

BOOST_DATA_TEST_CASE(a_writer_that_is_killed_leaves_the_store_whole, kContentionKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    fixture.store.reset();
    testing::DescriptorPair middle = testing::make_pipe();
    const pid_t child = ::fork();
    if (child == 0) {
        const auto database =
            open_by_module(fixture.place.is_sqlite() ? "sqlite" : "postgresql", fixture.place.location());
        database->begin(Durability::machine);
        database->execute("UPDATE runs SET reason = 'half' WHERE id = 'a'");
        database->execute("INSERT INTO slots (job, scheduled_for, run_id, claimed_at) VALUES ('sync', 1, 'b', 1)");
        if (::write(middle.second.get(), "x", 1) != 1) ::_exit(1);
        for (;;) ::pause();
    }
    char reached = 0;
    BOOST_REQUIRE(::read(middle.first.get(), &reached, 1) == 1);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);

    fixture.store = fixture.place.open(fixture.clock);
    BOOST_TEST(joined(fixture.store->check_integrity()) == "");
    BOOST_TEST(fixture.find("a").reason == "");
    NewRun run = StoreFixture::new_run("c");
    run.overlap = Overlap::allow;
    run.scheduled_for = StoreTime(std::chrono::milliseconds(1));
    BOOST_TEST(testing::to_text(fixture.begin(run)) == "started");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
