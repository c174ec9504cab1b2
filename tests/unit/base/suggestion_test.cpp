#include "base/suggestion.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

using namespace errand;

namespace {

struct Misspelling {
    const char* title;
    std::string word;
    const char* suggestion;

    friend std::ostream& operator<<(std::ostream& out, const Misspelling& row) { return out << row.title; }
};

const std::vector<std::string> kKeys = {"name", "retry", "schedule", "tasks", "time_limit", "uses"};

const Misspelling misspellings[] = {
    {"two letters off", "retrie", ", did you mean 'retry'?"},
    {"letters swapped", "nmae", ", did you mean 'name'?"},
    {"letter missing", "task", ", did you mean 'tasks'?"},
    {"letter too many", "usess", ", did you mean 'uses'?"},
    {"long word with several faults", "tiem-limits", ", did you mean 'time_limit'?"},
    {"far from all", "colour", ""},
    {"empty", "", ""},
    {"nothing in common with a short one", "xy", ""},
    {"too long to compare", std::string(65, 'n'), ""},
};

}  // namespace

BOOST_DATA_TEST_CASE(suggests_the_nearest, boost::unit_test::data::make(misspellings), row) {
    BOOST_TEST(suggestion(row.word, kKeys) == row.suggestion);
}

BOOST_AUTO_TEST_CASE(suggests_nothing_from_nothing) { BOOST_TEST(suggestion("name", {}) == ""); }

BOOST_AUTO_TEST_CASE(prefers_the_nearer_one) {
    BOOST_TEST(suggestion("format", {"formats", "formatting"}) == ", did you mean 'formats'?");
    BOOST_TEST(suggestion("forma", {"formats", "format"}) == ", did you mean 'format'?");
}
