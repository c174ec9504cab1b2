#include "runner/task_graph.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <string>

namespace errand {

/// A graph whose tasks end in the way that a test says, in the order in which they may begin.
struct Graph {
    void add(const std::string& name, std::vector<std::string> needs = {}, When when = When::success) {
        TaskDefinition task;
        task.name = name;
        task.needs = std::move(needs);
        task.when = when;
        tasks.push_back(std::move(task));
    }
    /// "a b(why it is skipped)": all that may begin now.
    std::string begin(TaskGraph& graph) const {
        std::string text;
        while (const auto step = graph.next()) {
            text += (text.empty() ? "" : " ") + tasks[step->task].name;
            if (step->skipped_since) text += "(" + *step->skipped_since + ")";
        }
        return text;
    }
    /// What begins or is skipped after tasks have ended so, a line for each end.
    std::string run(std::vector<std::pair<std::size_t, AttemptState>> ends) const {
        TaskGraph graph(tasks);
        std::string text = begin(graph);
        for (const auto& [task, state] : ends) {
            graph.end(task, state);
            text += "\n" + begin(graph);
        }
        return text + (graph.is_over() ? "" : "\nnot over");
    }

    std::vector<TaskDefinition> tasks;
};

constexpr AttemptState kSucceeded = AttemptState::succeeded;
constexpr AttemptState kFailed = AttemptState::failed;

BOOST_FIXTURE_TEST_SUITE(task_graph, Graph)

BOOST_AUTO_TEST_CASE(begins_all_at_once_that_need_nothing) {
    add("a");
    add("b");
    BOOST_TEST(run({}) == "a b\nnot over");
    BOOST_TEST(run({{1, kSucceeded}, {0, kFailed}}) == "a b\n\n");
}

BOOST_AUTO_TEST_CASE(begins_a_task_when_all_that_it_needs_has_ended) {
    add("a");
    add("b");
    add("c", {"a", "b"});
    add("d", {"c"});
    BOOST_TEST(run({{1, kSucceeded}, {0, kSucceeded}, {2, kSucceeded}, {3, kSucceeded}}) == "a b\n\nc\nd\n");
}

BOOST_AUTO_TEST_CASE(skips_what_needs_a_task_that_did_not_succeed) {
    add("a");
    add("b", {"a"});
    add("c", {"b"});
    BOOST_TEST(run({{0, kFailed}}) ==
               "a\nb(not begun, since task 'a' did not succeed) c(not begun, since task 'b' was skipped)");
}

BOOST_AUTO_TEST_CASE(goes_on_with_what_does_not_need_the_one_that_failed) {
    add("a");
    add("b", {"a"});
    add("other");
    add("last", {"other"});
    BOOST_TEST(run({{0, kFailed}, {2, kSucceeded}, {3, kSucceeded}}) ==
               "a other\nb(not begun, since task 'a' did not succeed)\nlast\n");
}

BOOST_AUTO_TEST_CASE(begins_what_waits_for_a_failure_only_after_one) {
    add("a");
    add("b", {"a"});
    add("alarm", {"a", "b"}, When::failure);
    add("always", {"a"}, When::always);
    BOOST_TEST(run({{0, kSucceeded}, {3, kSucceeded}, {1, kSucceeded}}) ==
               "a\nb always\n\nalarm(not begun, since all that it needs has succeeded)");
    BOOST_TEST(run({{0, kFailed}, {3, kSucceeded}, {2, kSucceeded}}) ==
               "a\nb(not begun, since task 'a' did not succeed) alarm always\n\n");
}

BOOST_AUTO_TEST_CASE(takes_a_task_that_was_skipped_after_a_failure_for_one) {
    add("a");
    add("b", {"a"});
    add("alarm", {"b"}, When::failure);
    BOOST_TEST(run({{0, kFailed}, {2, kSucceeded}}) == "a\nb(not begun, since task 'a' did not succeed) alarm\n");
}

BOOST_AUTO_TEST_CASE(takes_a_task_that_skipped_itself_for_no_failure) {
    add("a");
    add("b", {"a"});
    add("alarm", {"a"}, When::failure);
    BOOST_TEST(run({{0, AttemptState::skipped}}) ==
               "a\nb(not begun, since task 'a' was skipped) "
               "alarm(not begun, since all that it needs has succeeded)");
}

BOOST_AUTO_TEST_CASE(begins_nothing_more_once_it_is_stopped) {
    add("a");
    add("b", {"a"}, When::always);
    add("c");
    TaskGraph graph(tasks);
    graph.next();
    graph.stop("stopped");
    BOOST_TEST(begin(graph) == "c(stopped)");
    graph.end(0, kSucceeded);
    BOOST_TEST(begin(graph) == "b(stopped)");
    BOOST_TEST(graph.is_over());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
