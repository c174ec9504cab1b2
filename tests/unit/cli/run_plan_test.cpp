#include "cli/runs/run_plan.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>

namespace errand {

/// The plan of a job of one task, whose type says `text` of what it would do.
struct PlanOfOneTask {
    Value plan(const std::string& text) const {
        JobDefinition job;
        job.name = "nightly";
        TaskDefinition task;
        task.name = "say";
        job.tasks.push_back(task);
        return plan_of({.job = job, .run_id = "run"}, {}, [&](const auto&, const auto*) { return text; });
    }
    /// As people see it.
    std::string preview(const std::string& text) const {
        std::ostringstream out;
        print_plan(plan(text), out);
        const std::string all = out.str();
        const std::size_t begin = std::min(all.find("    would "), all.size());
        return all.substr(begin, all.find("nothing was run") - begin);
    }
};

BOOST_FIXTURE_TEST_SUITE(run_plan, PlanOfOneTask)

BOOST_AUTO_TEST_CASE(shows_what_a_task_type_says_line_by_line) {
    BOOST_TEST(preview("") == "");
    BOOST_TEST(preview("send a mail\nto ada\n") == "    would     send a mail\n    would     to ada\n");
}

BOOST_AUTO_TEST_CASE(shows_no_more_lines_than_people_read) {
    std::string text;
    for (int i = 1; i <= 25; ++i) text += "line " + std::to_string(i) + "\n";
    const Value whole = plan(text);
    const Value::List& lines = whole.find("tasks")->list().at(0).find("preview")->list();
    BOOST_TEST_REQUIRE(lines.size() == 20U);
    BOOST_TEST(lines.back().text() == "line 20");
}

BOOST_AUTO_TEST_CASE(shows_no_more_of_a_line_than_people_read) {
    BOOST_TEST(preview(std::string(300, 'x')) == "    would     " + std::string(300, 'x') + "\n");
    BOOST_TEST(preview(std::string(301, 'x')) == "    would     " + std::string(300, 'x') + "…\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
