#include "runner/run_recorder.hpp"

#include <poll.h>

#include <boost/test/unit_test.hpp>
#include <chrono>

#include "support/fake_store.hpp"

namespace errand {

using namespace std::chrono_literals;

/// A recorder over a store that a test can take away.
struct Recording {
    static void wait(const RunRecorder& recorder) {
        pollfd news = {recorder.descriptor(), POLLIN, 0};
        BOOST_TEST_REQUIRE(::poll(&news, 1, -1) == 1);
    }
    void add(int count) {
        for (int i = 0; i < count; ++i) recorder.add(TaskBegan{{"task", i}, {}});
    }

    testing::FakeStore store;
    RunRecorder recorder{store, "run"};
};

BOOST_FIXTURE_TEST_SUITE(run_recorder, Recording)

BOOST_AUTO_TEST_CASE(has_recorded_what_was_added_once_it_is_committed) {
    add(3);
    recorder.commit();
    BOOST_TEST(store.count() == 3U);
    add(2);
    recorder.commit();
    BOOST_TEST(store.count() == 5U);
    BOOST_TEST(!recorder.take_trouble().has_value());
    BOOST_TEST(recorder.finish(0ms).empty());
}

BOOST_AUTO_TEST_CASE(records_the_rest_before_it_is_finished) {
    add(100);
    BOOST_TEST(recorder.finish(1h).empty());
    BOOST_TEST(store.count() == 100U);
}

BOOST_AUTO_TEST_CASE(goes_on_without_a_store_that_is_away_and_catches_up) {
    store.be_away(true);
    add(2);
    recorder.commit();
    wait(recorder);
    BOOST_TEST(recorder.take_trouble().value() ==
               "the run goes on, but cannot be recorded for now: the server is away");
    const int tries = store.tries;
    add(1);
    recorder.commit();
    while (store.tries < tries + 2) recorder.commit();
    BOOST_TEST(!recorder.take_trouble().has_value());
    store.be_away(false);
    store.wait_for(3);
    wait(recorder);
    BOOST_TEST(recorder.take_trouble().value() == "the run is recorded again");
    add(1);
    recorder.commit();
    BOOST_TEST(recorder.finish(1h).empty());
    BOOST_TEST(store.count() == 4U);
}

BOOST_AUTO_TEST_CASE(gives_back_what_it_could_not_record) {
    store.be_away(true);
    add(2);
    const std::vector<Change> left = recorder.finish(1ms);
    BOOST_TEST_REQUIRE(left.size() == 2U);
    BOOST_TEST(std::get<TaskBegan>(left.at(1)).key.item.value() == 1);
}

BOOST_AUTO_TEST_CASE(tells_once_that_somebody_wants_the_run_to_end) {
    store.request_cancel("run", "ada");
    wait(recorder);
    BOOST_TEST(recorder.take_cancel_request().value().by == "ada");
    BOOST_TEST(!recorder.take_cancel_request().has_value());
}

BOOST_AUTO_TEST_CASE(has_news_until_all_of_it_is_taken) {
    store.request_cancel("run", "ada");
    wait(recorder);
    store.be_away(true);
    add(1);
    while (store.tries < 2) recorder.commit();
    BOOST_TEST(recorder.take_trouble().has_value());
    wait(recorder);
    BOOST_TEST(recorder.take_cancel_request().value().by == "ada");
    pollfd news = {recorder.descriptor(), POLLIN, 0};
    BOOST_TEST(::poll(&news, 1, 0) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
