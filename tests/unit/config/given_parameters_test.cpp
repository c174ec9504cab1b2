#include "config/given_parameters.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "base/error.hpp"
#include "errand/json.hpp"
#include "support/thrown.hpp"

namespace errand {

/// A job `report` with parameters of some types.
struct Report {
    Report() {
        job.name = "report";
        add("to", Type::text).required = true;
        job.parameters.back().description.help = "Who gets it";
        add("count", Type::integer).default_value = 3;
        add("tags", Type::list);
        add("file", Type::path);
        add("key", Type::text).secret = true;
    }
    ParameterDescription& add(const std::string& name, Type type) {
        job.parameters.push_back({});
        job.parameters.back().description.name = name;
        job.parameters.back().description.type = type;
        return job.parameters.back().description;
    }
    std::string refusal(const std::string& assignment) {
        return testing::thrown<CommandError>([&] { collector.add_assignment(assignment, "/here"); });
    }

    JobDefinition job;
    ParameterCollector collector{job};
};

BOOST_FIXTURE_TEST_SUITE(given_parameters, Report)

BOOST_AUTO_TEST_CASE(are_read_by_their_types) {
    for (const char* assignment : {"to=a: b = c", "count=5", "tags=[new, 2]", "file=x/y"})
        collector.add_assignment(assignment, "/here");
    BOOST_TEST(to_json(collector.complete().values) ==
               R"({"count":5,"file":"/here/x/y","tags":["new",2],"to":"a: b = c"})");
}

BOOST_AUTO_TEST_CASE(have_defaults) {
    collector.add_assignment("to=a", "/here");
    BOOST_TEST(to_json(collector.complete().values) == R"({"count":3,"file":null,"tags":null,"to":"a"})");
    BOOST_TEST(collector.complete().secrets.empty());
    job.parameters.back().secret_default = Value::Map{{"env", "KEY"}};
    BOOST_TEST(to_json(collector.complete().secrets) == R"({"key":{"env":"KEY"}})");
}

BOOST_AUTO_TEST_CASE(come_from_a_file_and_the_command_line_counts_more) {
    collector.add_file("to: file\ncount: 4\nfile: x\nkey: {file: k}\n", "/jobs/given.yaml");
    collector.add_assignment("to=line", "/here");
    const GivenParameters given = collector.complete();
    BOOST_TEST(to_json(given.values) == R"({"count":4,"file":"/jobs/x","tags":null,"to":"line"})");
    BOOST_TEST(to_json(given.secrets) == R"({"key":{"file":"/jobs/k"}})");
}

BOOST_AUTO_TEST_CASE(that_are_wrong_are_refused) {
    BOOST_TEST(refusal("to") == "--param takes NAME=VALUE, found 'to'");
    BOOST_TEST(refusal("coutn=1") == "--param coutn: the job 'report' has no such parameter, did you mean 'count'?");
    BOOST_TEST(refusal("count=many") == "--param count: expected an integer, found 'many'");
    BOOST_TEST(refusal("tags=a") == "--param tags: expected a list, found text");
    BOOST_TEST(refusal("tags=[a") == "--param tags: the list that '[' opens is not closed by ']'");
    BOOST_TEST(refusal("key=hush") ==
               "--param key: this is a secret, and others can see a command line; tell where it is in a file, for "
               "--params-file");
}

BOOST_AUTO_TEST_CASE(that_are_missing_are_told_all_at_once) {
    add("also", Type::text).required = true;
    BOOST_TEST(testing::thrown<CommandError>([&] { collector.complete(); }) ==
               "the job 'report' needs more parameters, by --param NAME=VALUE or --params-file:\n"
               "  to: Who gets it\n"
               "  also");
}

BOOST_AUTO_TEST_CASE(that_are_wrong_in_a_file_are_told_with_their_place) {
    BOOST_TEST(
        testing::thrown<ConfigError>([&] { collector.add_file("count: x\nkey: hush\ntoo: a\n", "g.yaml"); }) ==
        "g.yaml:1:8: expected an integer, found 'x'\n"
        "    count: x\n"
        "           ^\n"
        "g.yaml:2:6: a secret may not stand in this file: put it in a file of its own that only you can read and "
        "write {file: /path/to/it}, or write {env: NAME} for an environment variable\n"
        "g.yaml:3:1: unknown parameter 'too', did you mean 'to'?");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
