#include "job/fill_in.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "errand/json.hpp"
#include "support/thrown.hpp"

namespace errand {

struct Given {
    const char* title;
    Value value;
    Type type;
    /// As JSON, or why it is none.
    std::string result;

    friend std::ostream& operator<<(std::ostream& out, const Given& row) { return out << row.title; }
};

const Given given_values[] = {
    {"text", "a", Type::text, R"("a")"},
    {"an integer as text", 5, Type::text, R"("5")"},
    {"true as text", true, Type::text, R"("true")"},
    {"a list as text", Value::List{}, Type::text, "the parameter 'p' is to be text, and its value is a list"},
    {"an integer", 5, Type::integer, "5"},
    {"a text as integer", "-5", Type::integer, "-5"},
    {"a text that is none", "5x", Type::integer,
     "the parameter 'p' is to be an integer, and its value is another text"},
    {"a number as integer", 1.5, Type::integer, "the parameter 'p' is to be an integer, and its value is a number"},
    {"an integer as number", 2, Type::number, "2"},
    {"a text as number", "1e3", Type::number, "1000.0"},
    {"no number", "inf", Type::number, "the parameter 'p' is to be a number, and its value is another text"},
    {"a text as boolean", "true", Type::boolean, "true"},
    {"no boolean", "yes", Type::boolean, "the parameter 'p' is to be a boolean, and its value is another text"},
    {"a list", Value::List{1}, Type::list, "[1]"},
    {"no list", "a", Type::list, "the parameter 'p' is to be a list, and its value is another text"},
    {"a map", Value::Map{{"a", 1}}, Type::map, R"({"a":1})"},
    {"a URL", "https://x/y", Type::url, R"("https://x/y")"},
    {"no URL", "x y", Type::url,
     "the parameter 'p' is to be a URL such as https://example.org/path, and its value is another text"},
    {"a relative path", "a/../b", Type::path, R"("/jobs/b")"},
    {"an absolute path", "/tmp/x", Type::path, R"("/tmp/x")"},
    {"no path", "", Type::path, "the parameter 'p' is to be a path, and its value is another text"},
    {"a duration", "5m", Type::duration, "300000"},
    {"milliseconds", 5, Type::duration, "5"},
    {"no duration", "5", Type::duration,
     "the parameter 'p' is to be a duration such as 5m, and its value is another text"},
    {"less than nothing", -5, Type::duration,
     "the parameter 'p' is to be a duration such as 5m, and its value is an integer"},
    {"a size", "2KiB", Type::size, "2048"},
    {"anything", Value::Map{{"a", nullptr}}, Type::any, R"({"a":null})"},
};

BOOST_AUTO_TEST_SUITE(fill_in)

BOOST_DATA_TEST_CASE(makes_a_parameter_of_what_an_expression_gives, boost::unit_test::data::make(given_values), row) {
    ParameterDescription parameter;
    parameter.name = "p";
    parameter.type = row.type;
    std::string result;
    try {
        result = to_json(to_parameter(row.value, parameter, "/jobs"));
    } catch (const ValueError& error) {
        result = error.what();
    }
    BOOST_TEST(result == row.result);
}

BOOST_AUTO_TEST_CASE(holds_a_value_against_what_the_parameter_may_be) {
    ParameterDescription parameter;
    parameter.name = "p";
    parameter.type = Type::integer;
    parameter.at_most = 3;
    BOOST_TEST(testing::thrown<ValueError>([&] { to_parameter(4, parameter, "/"); }) ==
               "the parameter 'p' is not 3 or less");
    parameter.allowed = {1, 2};
    BOOST_TEST(testing::thrown<ValueError>([&] { to_parameter(3, parameter, "/"); }) ==
               "the parameter 'p' has none of the values that it may have");
}

/// A task whose parameters are open.
TaskDefinition open_task(std::map<std::string, ValueTemplate> parameters) {
    TaskDefinition task;
    task.open = OpenTask{std::move(parameters), {}, {}, {}, "/jobs"};
    task.open->type = TaskDescription("t", "Does")
                          .requires_parameter("collection", Type::text, "A collection")
                          .takes_parameter("target", Type::path, "A file")
                          .takes_parameter("count", Type::integer, "How many", 7)
                          .needs_scopes("r1", {"read:{collection}"})
                          .writes_files({"{target}"});
    return task;
}

BOOST_AUTO_TEST_CASE(fills_in_what_follows_from_parameters) {
    TaskDefinition task = open_task({{"collection", ValueTemplate::parse("c-${{ params.n }}")},
                                     {"target", ValueTemplate::parse("${{ params.dir }}/x")},
                                     {"count", ValueTemplate::parse("${{ params.none }}")}});
    const TaskDefinition filled =
        filled_in(task, {{"params", Value::Map{{"n", 1}, {"dir", "out"}, {"none", nullptr}}}});
    BOOST_TEST(!filled.open.has_value());
    BOOST_TEST(to_json(filled.parameters) == R"({"collection":"c-1","count":7,"target":"/jobs/out/x"})");
    BOOST_TEST((filled.scopes == std::vector<ScopeDescription>{{"r1", {"read:c-1"}}}));
    BOOST_TEST((filled.files == FileAccess{{}, {"/jobs/out/x"}, false}));
}

BOOST_AUTO_TEST_CASE(takes_scopes_and_files_from_the_job) {
    TaskDefinition task = open_task({{"collection", ValueTemplate::parse("${{ params.c }}")}});
    task.open->named_scopes = {{"r1", {"write:{collection}"}}, {"r2", {"all"}}};
    task.open->kept_files = FileAccess();
    const TaskDefinition filled = filled_in(task, {{"params", Value::Map{{"c", "x"}}}});
    BOOST_TEST((filled.scopes == std::vector<ScopeDescription>{{"r1", {"write:x"}}, {"r2", {"all"}}}));
    BOOST_TEST((filled.files == FileAccess()));
    task.open->kept_files = FileAccess{{}, {"/etc/passwd"}, false};
    BOOST_TEST(testing::thrown<ValueError>([&] {
                   filled_in(task, {{"params", Value::Map{{"c", "x"}}}});
               }) == "'files' names /etc/passwd, which the task may not write");
}

BOOST_AUTO_TEST_CASE(refuses_what_would_ask_for_more_than_was_described) {
    const TaskDefinition task = open_task({{"collection", ValueTemplate::parse("${{ params.c }}")}});
    BOOST_TEST(testing::thrown<ValueError>([&] {
                   filled_in(task, {{"params", Value::Map{{"c", "x] all"}}}});
               }) ==
               "the scope 'read:{collection}' needs the parameter 'collection' to hold only letters, digits and ._:/-");
    BOOST_TEST(testing::thrown<ValueError>([&] {
                   filled_in(task, {{"params", Value::Map{{"c", nullptr}}}});
               }) == "the parameter 'collection' is needed, and its expression gives null");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
