#include "runner/earlier_work.hpp"

#include <boost/test/unit_test.hpp>

namespace errand {

/// A run that does another one over: `list` succeeded there, and the second of the items of `copy`.
struct DoneOver {
    static TaskDefinition task(const std::string& name) {
        TaskDefinition definition;
        definition.name = name;
        return definition;
    }
    static TaskDefinition item(std::size_t index, Value value) {
        TaskDefinition definition = task("copy");
        definition.item = {index, std::move(value)};
        return definition;
    }

    const std::vector<TaskRecord> tasks = {
        {{"list", {}}, "succeeded", "done by run r1", {}, {}, Value::Map{{"count", 3}}},
        {{"copy", 1}, "succeeded", "done by run r1", {}, {}, Value(), Value("b.dat")},
        {{"copy", 2}, "succeeded", "done by run r1", {}, {}, Value()},
    };
    const std::vector<CheckpointRecord> checkpoints = {{{"submit", {}}, "s-1"}, {{"copy", 0}, "s-2", Value("a.dat")}};
    const EarlierWork earlier{tasks, checkpoints};
};

BOOST_FIXTURE_TEST_SUITE(earlier_work, DoneOver)

BOOST_AUTO_TEST_CASE(is_the_result_of_what_succeeded) {
    const AttemptResult result = earlier.result(task("list")).value();
    BOOST_TEST((result.state == AttemptState::succeeded));
    BOOST_TEST(result.message == "done by run r1");
    BOOST_TEST(result.outputs.at("count").integer() == 3);
    BOOST_TEST(!earlier.result(task("submit")).has_value());
    BOOST_TEST(!EarlierWork().result(task("list")).has_value());
}

BOOST_AUTO_TEST_CASE(counts_for_the_same_item_only) {
    BOOST_TEST(earlier.result(item(1, "b.dat")).has_value());
    BOOST_TEST(!earlier.result(item(1, "c.dat")).has_value());
    BOOST_TEST(!earlier.result(item(0, "b.dat")).has_value());
    BOOST_TEST(!earlier.result(task("copy")).has_value());
    // An item that was too large to be kept.
    BOOST_TEST(!earlier.result(item(2, "c.dat")).has_value());
    BOOST_TEST(!earlier.result(item(2, Value())).has_value());
}

BOOST_AUTO_TEST_CASE(has_what_tasks_kept) {
    BOOST_TEST(earlier.checkpoint(task("submit")).value().text() == "s-1");
    BOOST_TEST(earlier.checkpoint(item(0, "a.dat")).value().text() == "s-2");
    BOOST_TEST(!earlier.checkpoint(item(0, "b.dat")).has_value());
    BOOST_TEST(!earlier.checkpoint(task("list")).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
