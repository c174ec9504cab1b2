#include "runner/attempt_result.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "runner/run_id.hpp"
#include "runner/run_result.hpp"

namespace errand {

struct Meaning {
    AttemptState state;
    const char* name;
    int code;
};

std::ostream& operator<<(std::ostream& out, const Meaning& meaning) { return out << meaning.name; }

const Meaning meanings[] = {
    {AttemptState::succeeded, "succeeded", 0},
    {AttemptState::failed, "failed", 1},
    {AttemptState::timed_out, "timed_out", 124},
    {AttemptState::cancelled, "cancelled", 130},
    {AttemptState::credentials_refused, "credentials_refused", 77},
    {AttemptState::unreachable, "service_unreachable", 69},
    {AttemptState::misconfigured, "misconfigured", 78},
    {AttemptState::storage_unusable, "storage_unusable", 74},
    {AttemptState::skipped, "skipped", 0},
};

BOOST_DATA_TEST_CASE(state_of_an_attempt_has_a_name_and_an_exit_code, boost::unit_test::data::make(meanings), meaning) {
    BOOST_TEST(state_name(meaning.state) == meaning.name);
    BOOST_TEST(static_cast<int>(exit_code(meaning.state)) == meaning.code);
}

BOOST_AUTO_TEST_CASE(state_of_an_attempt_is_told_in_words) {
    BOOST_TEST(state_words(AttemptState::timed_out) == "timed out");
    BOOST_TEST(state_words(AttemptState::failed) == "failed");
}

BOOST_AUTO_TEST_CASE(run_ends_with_the_most_important_code_of_its_tasks) {
    const auto code_of = [](const std::vector<AttemptState>& states) {
        RunResult result;
        for (const AttemptState state : states)
            result.tasks.push_back({"task", {.state = state, .message = {}, .outputs = {}}});
        return static_cast<int>(result.exit_code());
    };
    using enum AttemptState;
    BOOST_TEST(code_of({}) == 0);
    BOOST_TEST(code_of({succeeded, succeeded}) == 0);
    BOOST_TEST(code_of({succeeded, failed, skipped}) == 1);
    BOOST_TEST(code_of({failed, credentials_refused, unreachable}) == 77);
    BOOST_TEST(code_of({cancelled, misconfigured}) == 130);
}

BOOST_AUTO_TEST_CASE(run_ends_as_its_work_did_and_tells_what_went_wrong_then) {
    using enum AttemptState;
    RunResult result;
    const auto add = [&](const char* name, AttemptState state, Stage stage) {
        result.tasks.push_back({name, {.state = state, .message = "so it was", .outputs = {}}, 1, stage});
    };
    const auto told = [&] { return std::to_string(static_cast<int>(result.exit_code())) + " " + result.reason(); };
    add("list", succeeded, Stage::tasks);
    BOOST_TEST(told() == "0 ");
    add("alarm", unreachable, Stage::on_failure);
    add("sweep", failed, Stage::always);
    BOOST_TEST(told() == "69 task 'alarm' service unreachable: so it was");
    add("backup", failed, Stage::tasks);
    BOOST_TEST(told() == "1 task 'backup' failed: so it was; then task 'alarm' service unreachable: so it was");
    add("copy", timed_out, Stage::tasks);
    BOOST_TEST(told() == "124 task 'copy' timed out: so it was; then task 'alarm' service unreachable: so it was");
    add("tell", cancelled, Stage::always);
    BOOST_TEST(told() == "130 task 'copy' timed out: so it was; then task 'tell' cancelled: so it was");
}

BOOST_AUTO_TEST_CASE(run_id_begins_with_the_time_and_is_another_each_time) {
    const Clock::CalendarTime time(std::chrono::seconds(1'772'344'800));
    const std::string id = make_run_id(time);
    BOOST_TEST(id.substr(0, 21) == "20260301T060000.000Z-");
    BOOST_TEST(id.size() == 27U);
    BOOST_TEST(id.find_first_not_of("0123456789abcdef", 21) == std::string::npos);
    std::string other = make_run_id(time);
    // One in 16 million is the same by chance.
    for (int i = 0; i < 3 && other == id; ++i) other = make_run_id(time);
    BOOST_TEST(other != id);
}

}  // namespace errand
