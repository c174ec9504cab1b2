#include "runner/admission_wait.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>

#include "support/fake_clock.hpp"
#include "support/fake_store.hpp"
#include "support/thrown.hpp"

namespace errand {

using namespace std::chrono_literals;
using Answer = Admission::Answer;

/// A run that asks a store of which a test says what it answers.
struct Queue {
    static std::function<Admission()> answer(Answer answer, const std::string& reason = {}) {
        return [=] { return Admission{answer, {}, reason}; };
    }
    static std::function<Admission()> queued() { return answer(Answer::queued, "waits for run b"); }
    template <class Error>
    static std::function<Admission()> trouble(const std::string& what) {
        return [=]() -> Admission { throw Error(what); };
    }
    static std::function<Admission()> away() { return trouble<StoreUnreachable>("the server is away"); }

    Admission begin() {
        NewRun run;
        run.id = "a";
        return begin_when_admitted(
            store, run,
            {clock, stop, [this](const std::string& reason) { told += "queued: " + reason + "; "; },
             [this](const std::string& news) {
                 told += news + "; ";
                 when_warned();
             },
             [this] { judge(); }, 0ms});
    }

    StopSignals stop;
    testing::FakeStore store;
    testing::FakeClock clock;
    std::function<void()> judge = [] {};
    std::function<void()> when_warned = [] {};
    std::string told;
};

BOOST_FIXTURE_TEST_SUITE(admission_wait, Queue)

BOOST_AUTO_TEST_CASE(asks_until_nothing_is_in_the_way) {
    store.answers = {queued(), queued(), answer(Answer::queued, "waits for run c"), answer(Answer::started)};
    BOOST_TEST((begin().answer == Answer::started));
    BOOST_TEST(store.asked == "begin a, start a, start a, start a, ");
    BOOST_TEST(told == "queued: waits for run b; queued: waits for run c; ");
}

BOOST_AUTO_TEST_CASE(a_queued_run_outlives_a_store_that_is_away) {
    store.answers = {queued(), away(), trouble<StoreBusy>("the store is locked"), queued(), answer(Answer::started)};
    when_warned = [this] { clock.advance(24h); };
    BOOST_TEST((begin().answer == Answer::started));
    BOOST_TEST(store.asked == "begin a, start a, start a, start a, start a, ");
    BOOST_TEST(told ==
               "queued: waits for run b; the run cannot begin for now: the server is away; the store answers again; ");
}

BOOST_AUTO_TEST_CASE(a_queued_run_outlives_that_no_other_can_be_judged) {
    store.answers = {queued(), answer(Answer::started)};
    int times = 0;
    judge = [&] {
        if (++times < 4) throw StoreUnreachable("the server is away");
    };
    BOOST_TEST((begin().answer == Answer::started));
    BOOST_TEST(times == 4);
    BOOST_TEST(store.asked == "begin a, start a, ");
}

BOOST_AUTO_TEST_CASE(the_first_question_is_asked_again_when_its_answer_got_lost) {
    store.answers = {away(), away(), answer(Answer::started)};
    BOOST_TEST((begin().answer == Answer::started));
    BOOST_TEST(store.asked == "begin a, begin a, begin a, ");
    BOOST_TEST(told == "the run cannot begin for now: the server is away; the store answers again; ");
}

BOOST_AUTO_TEST_CASE(a_run_that_is_not_recorded_waits_for_no_longer_than_its_patience) {
    const auto later_away = [this](std::chrono::seconds later) {
        return [this, later]() -> Admission {
            clock.advance(later);
            throw StoreUnreachable("the server is away");
        };
    };
    store.answers = {later_away(1s), later_away(28s), later_away(1s), answer(Answer::started)};
    BOOST_TEST(testing::thrown<StoreUnreachable>([this] { begin(); }) == "the server is away");
    BOOST_TEST(store.asked == "begin a, begin a, begin a, ");
    BOOST_TEST(told == "the run cannot begin for now: the server is away; ");
}

BOOST_AUTO_TEST_CASE(what_does_not_pass_is_told_at_once) {
    store.answers = {trouble<StoreUnusable>("the disk is full")};
    BOOST_TEST(testing::thrown<StoreUnusable>([this] { begin(); }) == "the disk is full");
    store.answers = {queued(), trouble<StoreUnusable>("the disk is full")};
    BOOST_TEST(testing::thrown<StoreUnusable>([this] { begin(); }) == "the disk is full");
    BOOST_TEST(told == "queued: waits for run b; ");
}

BOOST_AUTO_TEST_CASE(what_was_cancelled_is_recorded_when_the_store_is_there_again) {
    store.answers = {queued(), answer(Answer::cancelled, "cancelled by ada")};
    store.be_away(true);
    when_warned = [this] { store.be_away(false); };
    const Admission end = begin();
    BOOST_TEST((end.answer == Answer::cancelled));
    BOOST_TEST(end.reason == "cancelled by ada");
    BOOST_TEST(store.asked == "begin a, start a, ");
    BOOST_TEST_REQUIRE(store.changes().size() == 1U);
    const auto ended = std::get<RunEnded>(store.changes()[0]);
    BOOST_TEST((ended.state == RunState::cancelled));
    BOOST_TEST(ended.reason == "cancelled by ada");
    BOOST_TEST(ended.exit_code == 130);
}

BOOST_AUTO_TEST_CASE(a_signal_ends_a_run_that_waits) {
    store.answers = {[] {
        std::raise(SIGTERM);
        return queued()();
    }};
    const Admission end = begin();
    BOOST_TEST((end.answer == Answer::cancelled));
    BOOST_TEST(end.reason == "cancelled by SIGTERM while it waited");
    BOOST_TEST_REQUIRE(store.changes().size() == 1U);
    BOOST_TEST(std::get<RunEnded>(store.changes()[0]).reason == "cancelled by SIGTERM while it waited");
}

BOOST_AUTO_TEST_CASE(a_signal_does_not_wait_for_a_store_that_is_away) {
    store.answers = {queued(), [] {
                         std::raise(SIGTERM);
                         return away()();
                     }};
    store.be_away(true);
    const Admission end = begin();
    BOOST_TEST((end.answer == Answer::cancelled));
    BOOST_TEST(end.reason == "cancelled by SIGTERM while it waited");
    BOOST_TEST(told ==
               "queued: waits for run b; the run cannot begin for now: the server is away; the run's end could not be "
               "recorded; it counts as under way until it is taken for lost: the server is away; ");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
