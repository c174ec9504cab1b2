#include "runner/item_results.hpp"

#include <boost/test/unit_test.hpp>

#include "errand/json.hpp"

namespace errand {

/// A task for three items, with the outputs `a` and `b`.
struct Items {
    static AttemptResult ended(AttemptState state, Value::Map outputs = {}) {
        AttemptResult result;
        result.state = state;
        result.outputs = std::move(outputs);
        result.message = "so it was";
        return result;
    }

    ForEach task{{}, 0, {"a", "b"}};
    Clock::SteadyTime began;
    ItemResults items{task, {"x", "y", "z"}, began};
};

BOOST_FIXTURE_TEST_SUITE(item_results, Items)

BOOST_AUTO_TEST_CASE(begin_in_their_order_and_no_more_at_once_than_allowed) {
    task.max_parallel = 2;
    BOOST_TEST(items.begin_next().value() == 0U);
    BOOST_TEST(items.begin_next().value() == 1U);
    BOOST_TEST(!items.begin_next().has_value());
    items.end(1, ended(AttemptState::succeeded));
    BOOST_TEST(items.begin_next().value() == 2U);
    BOOST_TEST(items.item(2).text() == "z");
    items.end(2, ended(AttemptState::succeeded));
    BOOST_TEST(!items.is_over());
    items.end(0, ended(AttemptState::succeeded));
    BOOST_TEST(items.is_over());
}

BOOST_AUTO_TEST_CASE(are_collected_in_their_order) {
    while (items.begin_next()) {
    }
    items.end(2, ended(AttemptState::succeeded, {{"a", 3}}));
    items.end(0, ended(AttemptState::succeeded, {{"a", 1}, {"b", "only"}}));
    items.end(1, ended(AttemptState::failed));
    const AttemptResult result = items.result(began);
    BOOST_TEST((result.state == AttemptState::failed));
    BOOST_TEST(result.message == "2 of 3 items succeeded; item 1 failed: so it was");
    BOOST_TEST((items.result(began + std::chrono::seconds(2)).duration == std::chrono::seconds(2)));
    BOOST_TEST(to_json(result.outputs) == R"({"a":[1,null,3],"b":["only",null,null]})");
}

BOOST_AUTO_TEST_CASE(end_as_the_most_important_of_them_does) {
    while (items.begin_next()) {
    }
    items.end(0, ended(AttemptState::failed));
    items.end(1, ended(AttemptState::credentials_refused));
    items.end(2, ended(AttemptState::timed_out));
    BOOST_TEST((items.result(began).state == AttemptState::credentials_refused));
    BOOST_TEST(items.result(began).message == "0 of 3 items succeeded; item 1 credentials refused: so it was");
}

BOOST_AUTO_TEST_CASE(have_not_succeeded_when_some_never_began) {
    items.begin_next();
    items.stop();
    BOOST_TEST(!items.is_over());
    items.end(0, ended(AttemptState::succeeded));
    BOOST_TEST(items.is_over());
    BOOST_TEST((items.result(began).state == AttemptState::skipped));
    BOOST_TEST(items.result(began).message == "1 of 3 items succeeded");
}

BOOST_AUTO_TEST_CASE(put_out_no_more_together_than_one_task_may) {
    while (items.begin_next()) {
    }
    const auto half = [](std::size_t less) {
        // Around it stands `{"a":""}`.
        return Value::Map{{"a", std::string(kMostOutputs / 2 - 8 - less, 'x')}};
    };
    items.end(1, ended(AttemptState::succeeded, half(0)));
    items.end(0, ended(AttemptState::succeeded, half(2)));
    items.end(2, ended(AttemptState::succeeded));
    BOOST_TEST((items.result(began).state == AttemptState::succeeded));
    BOOST_TEST(items.result(began).outputs.at("a").list().at(1).text().size() == kMostOutputs / 2 - 8);
}

BOOST_AUTO_TEST_CASE(fail_when_they_put_out_more_together) {
    while (items.begin_next()) {
    }
    items.end(0, ended(AttemptState::succeeded, {{"a", std::string(kMostOutputs - 8, 'x')}}));
    items.end(1, ended(AttemptState::succeeded, {{"a", 1}}));
    items.end(2, ended(AttemptState::timed_out));
    BOOST_TEST(items.result(began).message ==
               "2 of 3 items succeeded; item 2 timed out: so it was; their outputs are 8388617 bytes together, more "
               "than the limit of 8MiB: let each "
               "put out less, such as the path of a file instead of what is in it");
    BOOST_TEST((items.result(began).state == AttemptState::timed_out));
    BOOST_TEST(items.result(began).outputs.empty());
}

BOOST_AUTO_TEST_CASE(that_succeeded_fail_when_they_put_out_too_much) {
    const ForEach of_one{{}, 0, {"a"}};
    ItemResults one(of_one, {"x"}, began);
    one.begin_next();
    one.end(0, ended(AttemptState::succeeded, {{"a", std::string(kMostOutputs, 'x')}}));
    BOOST_TEST((one.result(began).state == AttemptState::failed));
}

BOOST_AUTO_TEST_CASE(that_are_none_succeed_with_empty_lists) {
    const ItemResults none(task, {}, began);
    BOOST_TEST(none.is_over());
    BOOST_TEST((none.result(began).state == AttemptState::succeeded));
    BOOST_TEST(none.result(began).message == "no items");
    BOOST_TEST(to_json(none.result(began).outputs) == R"({"a":[],"b":[]})");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
