#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "config/job_reader.hpp"
#include "support/example_catalog.hpp"
#include "support/thrown.hpp"

namespace errand {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(job_graph)

namespace {

/// A job with a task for each line, `{name: a, …}` without what all have in common.
JobDefinition job_of(std::initializer_list<const char*> tasks, const std::string& more = {}) {
    auto catalog = testing::example_catalog();
    std::string text = "name: j\n" + more + "tasks:\n";
    for (const char* task : tasks) text += std::string("  - {uses: globus.list-endpoints, ") + task + "}\n";
    return read_job(text, "job.yaml", {catalog, {}});
}

/// The first line of each problem.
std::string problems_with(std::initializer_list<const char*> tasks, const std::string& more = {}) {
    try {
        job_of(tasks, more);
        return "no problem";
    } catch (const ConfigError& error) {
        std::string lines;
        for (const ConfigProblem& problem : error.problems())
            lines += (lines.empty() ? "" : "\n") + to_string(problem.where) + ": " + problem.what;
        return lines;
    }
}

std::string order_of(const JobDefinition& job) {
    std::string names;
    for (const TaskDefinition& task : job.tasks) names += task.name;
    return names;
}

struct BadGraph {
    const char* title;
    std::initializer_list<const char*> tasks;
    const char* problems;

    friend std::ostream& operator<<(std::ostream& out, const BadGraph& graph) { return out << graph.title; }
};

const BadGraph bad_graphs[] = {
    {"an unknown need",
     {"name: list", "name: b, needs: [lst]"},
     "job.yaml:4:52: unknown task 'lst', did you mean 'list'?"},
    {"itself", {"name: a, needs: [a]"}, "job.yaml:3:52: a task cannot need itself"},
    {"each other", {"name: a, needs: [b]", "name: b, needs: [a]"}, "job.yaml:3:51: can never begin: a needs b needs a"},
    {"a longer circle, and one that waits for it",
     {"name: x, needs: [b]", "name: a, needs: [c]", "name: b, needs: [a]", "name: c, needs: [b]", "name: d"},
     "job.yaml:5:51: can never begin: b needs a needs c needs b"},
    {"no list", {"name: a, needs: b"}, "job.yaml:3:51: expected a list, found text"},
    {"no names", {"name: a, needs: [[b]]"}, "job.yaml:3:52: expected text, found a list"},
    {"a condition without needs",
     {"name: a, when: failure"},
     "job.yaml:3:50: 'when' looks at the tasks in 'needs', and there are none"},
    {"an unknown condition",
     {"name: a", "name: b, needs: [a], when: succes"},
     "job.yaml:4:62: unknown condition 'succes', did you mean 'success'?"},
    {"a retry without attempts", {"name: a, retry: {}"}, "job.yaml:3:51: missing key 'attempts'"},
    {"no attempt", {"name: a, retry: {attempts: 0}"}, "job.yaml:3:62: expected an integer from 1 to 1000, found '0'"},
    {"a retry of another form",
     {"name: a, retry: {attempts: 2, delay: 3, backof: linear, on: [crush], jitter: 2}"},
     "job.yaml:3:72: expected a duration such as 5m or 2h30m, found '3'\n"
     "job.yaml:3:75: unknown key 'backof', did you mean 'backoff'?\n"
     "job.yaml:3:96: unknown cause 'crush', did you mean 'crash'?\n"
     "job.yaml:3:112: expected a number from 0 to 1, found '2'"},
    {"an unknown backoff",
     {"name: a, retry: {attempts: 2, backoff: quadratic}"},
     "job.yaml:3:74: unknown backoff 'quadratic'; known are constant, linear, exponential"},
    {"no time for a retry",
     {"name: a, retry: {attempts: 2, time_limit: 0s}"},
     "job.yaml:3:77: a time limit must be longer than nothing"},
};

}  // namespace

BOOST_DATA_TEST_CASE(points_at_the_mistake_in_a_graph, boost::unit_test::data::make(bad_graphs), graph) {
    BOOST_TEST(problems_with(graph.tasks) == graph.problems);
}

BOOST_AUTO_TEST_CASE(has_each_task_after_those_that_it_needs_and_else_as_they_stand) {
    BOOST_TEST(order_of(job_of({"name: a", "name: b", "name: c"})) == "abc");
    BOOST_TEST(order_of(job_of({"name: a, needs: [c]", "name: b", "name: c"})) == "bca");
    BOOST_TEST(order_of(job_of({"name: d, needs: [b, c]", "name: c, needs: [a]", "name: b, needs: [a]", "name: a"})) ==
               "acbd");
}

BOOST_AUTO_TEST_CASE(keeps_each_need_once) {
    const auto job = job_of({"name: a", "name: b, needs: [a, a], when: always"});
    BOOST_TEST(job.tasks.at(1).needs == std::vector<std::string>{"a"}, boost::test_tools::per_element());
    BOOST_TEST((job.tasks.at(1).when == When::always));
    BOOST_TEST((job.tasks.at(0).when == When::success));
}

BOOST_AUTO_TEST_CASE(reads_how_a_task_is_tried_again) {
    const RetryRule rule =
        job_of({"name: a, retry: {attempts: 5, delay: 2s, backoff: linear, max_delay: 1m, jitter: 0, "
                "on: [service, crash], time_limit: 1h}"})
            .tasks.at(0)
            .retry;
    BOOST_TEST(rule.attempts == 5);
    BOOST_TEST((rule.delay == 2s));
    BOOST_TEST((rule.backoff == RetryRule::Backoff::linear));
    BOOST_TEST((rule.max_delay == 1min));
    BOOST_TEST(rule.jitter == 0);
    BOOST_TEST((rule.on == std::set{RetryCause::service, RetryCause::crash}));
    BOOST_TEST((rule.time_limit == 1h));
}

BOOST_AUTO_TEST_CASE(tries_once_unless_told_otherwise_and_then_after_every_failure) {
    BOOST_TEST(job_of({"name: a"}).tasks.at(0).retry.attempts == 1);
    const RetryRule rule = job_of({"name: a, retry: {attempts: 2, delay: 1h}"}).tasks.at(0).retry;
    BOOST_TEST(rule.on.size() == 4U);
    BOOST_TEST((rule.max_delay == 1h));
}

BOOST_AUTO_TEST_CASE(reads_what_holds_for_the_whole_run) {
    BOOST_TEST(job_of({"name: a"}).retry_lost == 0U);
    const auto job = job_of({"name: a"}, "max_parallel: 8\ntime_limit: 2h\nretry_lost: 2\n");
    BOOST_TEST(job.max_parallel == 8U);
    BOOST_TEST(job.retry_lost == 2U);
    BOOST_TEST((job.time_limit == 2h));
    BOOST_TEST(problems_with({"name: a"}, "max_parallel: 0\ntime_limit: 0s\nretry_lost: yes\n") ==
               "job.yaml:2:15: expected an integer from 1 to 1000, found '0'\n"
               "job.yaml:3:13: a time limit must be longer than nothing\n"
               "job.yaml:4:13: expected an integer, found 'yes'");
}

BOOST_AUTO_TEST_CASE(has_stages_that_follow_the_tasks) {
    const auto job = job_of({"name: a", "name: b"},
                            "always: [{name: z, uses: globus.list-endpoints}]\n"
                            "on_failure: [{name: y, uses: globus.list-endpoints, needs: [x]}, "
                            "{name: x, uses: globus.list-endpoints}]\n");
    BOOST_TEST(order_of(job) == "abxyz");
    BOOST_TEST((job.tasks.at(1).stage == Stage::tasks));
    BOOST_TEST((job.tasks.at(2).stage == Stage::on_failure));
    BOOST_TEST((job.tasks.at(4).stage == Stage::always));
}

BOOST_AUTO_TEST_CASE(points_at_what_a_stage_cannot_have) {
    BOOST_TEST(problems_with({"name: a"}, "always: [{name: a, uses: globus.list-endpoints}]\n") ==
               "job.yaml:2:17: a second task named 'a'; the first is at job.yaml:4:41");
    BOOST_TEST(problems_with({"name: a"}, "always: [{name: z, uses: globus.list-endpoints, needs: [a]}]\n") ==
               "job.yaml:2:57: task 'a' is over when this one begins, and cannot be needed");
    BOOST_TEST(problems_with({"name: a, if: run.state == 'failed'"}) ==
               "job.yaml:3:48: a run has no 'state'; known are id, job, scheduled_for");
    BOOST_TEST(
        problems_with({"name: a"}, "always: [{name: z, uses: globus.list-endpoints, if: run.state == 'failed'}]\n") ==
        "no problem");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
