#include "runner/run_recorder.hpp"

#include <poll.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <numeric>
#include <vector>

#include "support/eventually.hpp"
#include "support/fake_store.hpp"

namespace errand {

using namespace std::chrono_literals;
using testing::eventually;
using Fate = RunJournal::Fate;

/// A recorder over a store that a test can take away.
struct Recording {
    /// Waits for news, which must come.
    RunRecorder::News news() {
        for (;;) {
            pollfd sign = {recorder.descriptor(), POLLIN, 0};
            BOOST_TEST_REQUIRE(::poll(&sign, 1, 60'000) == 1);
            RunRecorder::News taken = recorder.take_news();
            if (taken.trouble || taken.cancel_request) return taken;
        }
    }
    /// How many were added by then.
    std::uint64_t add(int count) {
        std::uint64_t added = 0;
        for (int i = 0; i < count; ++i) added = recorder.add(TaskBegan{{"task", i}, {}});
        return added;
    }
    /// Which of those that add() adds.
    static std::vector<std::int64_t> items_of(const std::vector<Change>& changes) {
        std::vector<std::int64_t> items;
        for (const Change& change : changes) items.push_back(std::get<TaskBegan>(change).key.item.value());
        return items;
    }
    static std::vector<std::int64_t> first_items(std::size_t count) {
        std::vector<std::int64_t> items(count);
        std::iota(items.begin(), items.end(), 0);
        return items;
    }
    /// Waits until so many are recorded.
    void wait_until_kept(std::uint64_t count) {
        while (recorder.fate(count) != Fate::kept) {
            pollfd sign = {recorder.descriptor(), POLLIN, 0};
            BOOST_TEST_REQUIRE(::poll(&sign, 1, 60'000) == 1);
            recorder.take_news();
        }
    }

    testing::FakeStore store;
    RunRecorder recorder{store, "run"};
};

BOOST_FIXTURE_TEST_SUITE(run_recorder, Recording)

BOOST_AUTO_TEST_CASE(lets_the_run_go_on_once_all_before_is_recorded) {
    wait_until_kept(add(3));
    BOOST_TEST(store.count() == 3U);
    wait_until_kept(add(2));
    BOOST_TEST(store.count() == 5U);
    BOOST_TEST(recorder.finish(0ms).empty());
}

BOOST_AUTO_TEST_CASE(holds_the_run_while_the_store_takes_its_time) {
    store.hold(true);
    const std::uint64_t added = add(1);
    BOOST_TEST_REQUIRE(eventually([&] { return store.tries >= 1; }));
    BOOST_TEST((recorder.fate(added) == Fate::waiting));
    store.hold(false);
    wait_until_kept(added);
    BOOST_TEST(store.count() == 1U);
}

BOOST_AUTO_TEST_CASE(records_the_rest_before_it_is_finished) {
    add(100);
    BOOST_TEST(recorder.finish(1h).empty());
    BOOST_TEST(store.count() == 100U);
}

BOOST_AUTO_TEST_CASE(records_much_in_parts_and_in_its_order) {
    store.hold(true);
    add(100);
    store.hold(false);
    BOOST_TEST(recorder.finish(1h).empty());
    BOOST_TEST(items_of(store.changes()) == first_items(100), boost::test_tools::per_element());
    BOOST_TEST(store.most_at_once() <= 32U);
}

BOOST_AUTO_TEST_CASE(lets_the_run_go_on_without_a_store_that_is_away_and_catches_up) {
    store.be_away(true);
    const std::uint64_t added = add(2);
    BOOST_TEST(news().trouble.value() == "the run goes on, but cannot be recorded for now: the server is away");
    BOOST_TEST((recorder.fate(added) == Fate::late));
    const int tries = store.tries;
    BOOST_TEST((recorder.fate(add(1)) == Fate::late));
    BOOST_TEST_REQUIRE(eventually([&] { return store.tries >= tries + 2; }));
    BOOST_TEST(!recorder.take_news().trouble.has_value());
    // Whoever waits for a fate that is known already is woken.
    add(1);
    pollfd sign = {recorder.descriptor(), POLLIN, 0};
    BOOST_TEST(::poll(&sign, 1, 0) == 1);
    store.be_away(false);
    BOOST_TEST(news().trouble.value() == "the run is recorded again");
    wait_until_kept(add(1));
    BOOST_TEST(recorder.finish(1h).empty());
    BOOST_TEST(store.count() == 5U);
}

BOOST_AUTO_TEST_CASE(tells_also_at_the_end_that_it_caught_up) {
    store.be_away(true);
    add(1);
    BOOST_TEST(news().trouble.value() == "the run goes on, but cannot be recorded for now: the server is away");
    store.be_away(false);
    BOOST_TEST(recorder.finish(1h).empty());
    BOOST_TEST(recorder.take_news().trouble.value() == "the run is recorded again");
}

BOOST_AUTO_TEST_CASE(tells_nothing_of_trouble_that_is_over_before_it_is_told) {
    store.be_away(true);
    add(1);
    BOOST_TEST_REQUIRE(eventually([&] { return store.tries >= 1; }));
    store.be_away(false);
    BOOST_TEST(recorder.finish(1h).empty());
    BOOST_TEST(!recorder.take_news().trouble.has_value());
}

BOOST_AUTO_TEST_CASE(gives_back_what_it_could_not_record) {
    store.be_away(true);
    add(100);
    BOOST_TEST(items_of(recorder.finish(1ms)) == first_items(100), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(tells_once_that_somebody_wants_the_run_to_end) {
    store.request_cancel("run", "ada");
    BOOST_TEST(news().cancel_request.value().by == "ada");
    BOOST_TEST(!recorder.take_news().cancel_request.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
