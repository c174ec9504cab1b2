#include "config/job_schema.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "errand/json.hpp"
#include "support/example_catalog.hpp"
#include "support/json_schema.hpp"

using namespace errand;

BOOST_AUTO_TEST_SUITE(job_schema_of_the_installed_plugins)

namespace {

/// Whether an editor that follows the schema would accept this job, given as JSON, which is YAML, too.
bool is_valid(const std::string& job, Value (*schema)(TaskCatalog&) = job_schema) {
    auto catalog = testing::example_catalog();
    testing::FakeCatalog working;
    for (const char* plugin : {"globus", "try"})
        for (const std::string& task : catalog.task_names(plugin)) working.add(plugin, *catalog.find(plugin, task));
    return testing::conforms(job, to_json(schema(working)));
}

std::string task(const std::string& members) { return R"({"name": "a", "tasks": [{"name": "b", )" + members + "}]}"; }
std::string with(const std::string& parameters) {
    return task(R"("uses": "try.types", "with": {"url": "https://x")" + parameters + "}");
}

const std::string good[] = {
    task(R"("uses": "globus.list-endpoints")"),
    task(
        R"("uses": "globus.list-endpoints", "with": {"filter_scope": "my-endpoints", "limit": 5}, "time_limit": "2h30m")"),
    R"({"name": "a", "description": "d", "schedule": {"cron": "@daily", "timezone": "UTC"}, "provider": "p",
        "tasks": [{"name": "b", "uses": "globus.list-endpoints", "provider": "q"}]})",
    with(""),
    with(R"(, "text": 5, "integer": 5, "number": 1.5, "boolean": true, "list": [1], "map": {"k": 1}, "path": "/x")"),
    with(R"(, "duration": "500ms", "size": "10MiB", "any": null, "level": 2, "password": {"env": "NAME"})"),
    with(R"(, "size": 512)"),
    task(R"("uses": "globus.list-endpoints", "files": "none")"),
    task(R"("uses": "globus.list-endpoints", "scopes": {"r1": ["a", "b[c *d]"]}, "allow_scopes": ["x[y]", "*z"])"),
    R"({"name": "a", "allow_scopes": [], "tasks": [{"name": "b", "uses": "globus.list-endpoints"}]})",
    task(R"("uses": "globus.list-endpoints", "files": {"read": ["/srv/in", "data"], "write": []})"),
    R"({"name": "a", "include": "one.yaml"})",
    R"({"name": "a", "include": ["one.yaml", "/srv/two.yaml"], "always": [{"name": "b", "uses": "globus.list-endpoints"}]})",
};

const std::string good_fragments[] = {
    R"({"include": ["one.yaml"]})",
    R"({"parameters": {"p": {}}, "defaults": {"grace": "5s"}})",
    R"({"always": [{"name": "b", "uses": "globus.list-endpoints", "with": {"limit": 5}}]})",
};

const std::string bad_fragments[] = {
    "[]",
    R"({"name": "a"})",
    R"({"schedule": {"cron": "@daily"}})",
    R"({"always": [{"name": "b", "uses": "globus.list-endpoints", "with": {"limits": 5}}]})",
};

const std::string bad[] = {
    "{}",
    "[]",
    R"({"name": "a"})",
    R"({"name": "a", "tasks": []})",
    R"({"name": "a", "include": {"local": "one.yaml"}})",
    R"({"name": "a", "include": [["one.yaml"]]})",
    R"({"name": "a", "include": "~/one.yaml"})",
    R"({"name": "My Job", "tasks": [{"name": "b", "uses": "globus.list-endpoints"}]})",
    R"({"name": "a", "retires": 3, "tasks": [{"name": "b", "uses": "globus.list-endpoints"}]})",
    R"({"name": "a", "schedule": {"timezone": "UTC"}, "tasks": [{"name": "b", "uses": "globus.list-endpoints"}]})",
    task(R"("uses": "globus.list-endpoint")"),
    task(R"("use": "globus.list-endpoints")"),
    task(R"("uses": "globus.list-endpoints", "time_limit": "5 minutes")"),
    task(R"("uses": "globus.list-endpoints", "time_limit": "")"),
    task(R"("uses": "globus.list-endpoints", "with": {"filter_scope": "all"})"),
    task(R"("uses": "globus.list-endpoints", "with": {"limits": 5})"),
    task(R"("uses": "try.types")"),
    task(R"("uses": "try.types", "with": {})"),
    with(R"(, "integer": "5")"),
    with(R"(, "boolean": "yes")"),
    with(R"(, "list": "a")"),
    with(R"(, "map": [])"),
    with(R"(, "duration": 5)"),
    with(R"(, "size": "5 MB")"),
    with(R"(, "level": 4)"),
    with(R"(, "text": null)"),
    task(R"("uses": "globus.list-endpoints", "files": "any")"),
    task(R"("uses": "globus.list-endpoints", "scopes": ["a"])"),
    task(R"("uses": "globus.list-endpoints", "scopes": {"r1": "a"})"),
    task(R"("uses": "globus.list-endpoints", "scopes": {"r1": [""]})"),
    task(R"("uses": "globus.list-endpoints", "scopes": {"r1": []})"),
    task(R"("uses": "globus.list-endpoints", "allow_scopes": "a")"),
    task(R"("uses": "globus.list-endpoints", "allow_scopes": ["[a]"])"),
    task(R"("uses": "globus.list-endpoints", "files": {"reads": []})"),
    task(R"("uses": "globus.list-endpoints", "files": {"read": "/srv/in"})"),
    task(R"("uses": "globus.list-endpoints", "files": {"read": [""]})"),
    task(R"("uses": "globus.list-endpoints", "files": {"read": ["~/data"]})"),
};

}  // namespace

BOOST_DATA_TEST_CASE(accepts_good_jobs, boost::unit_test::data::make(good), job) { BOOST_TEST(is_valid(job)); }

BOOST_DATA_TEST_CASE(accepts_good_fragments, boost::unit_test::data::make(good_fragments), fragment) {
    BOOST_TEST(is_valid(fragment, fragment_schema));
}

BOOST_DATA_TEST_CASE(refuses_bad_fragments, boost::unit_test::data::make(bad_fragments), fragment) {
    BOOST_TEST(!is_valid(fragment, fragment_schema));
}

BOOST_DATA_TEST_CASE(refuses_bad_jobs, boost::unit_test::data::make(bad), job) { BOOST_TEST(!is_valid(job)); }

BOOST_AUTO_TEST_CASE(tells_an_editor_what_to_show) {
    auto catalog = testing::FakeCatalog();
    catalog.add("p", TaskDescription("t", "Does")
                         .takes_parameter("wait", Type::duration, "How long", 90'000)
                         .takes_parameter("size", Type::size, "How much", 2048)
                         .one_of({1024, 2048})
                         .takes_parameter("limit", Type::integer, "How many")
                         .at_least(1)
                         .at_most(1000));
    const Value schema = job_schema(catalog);
    const Value& rule = schema.find("definitions")->find("task")->find("allOf")->list().at(0);
    const Value& parameters = *rule.find("then")->find("properties")->find("with")->find("properties");
    BOOST_TEST(to_json(*rule.find("if")) == R"({"properties":{"uses":{"const":"p.t"}},"required":["uses"]})");
    BOOST_TEST(parameters.find("wait")->find("default")->text() == "1m30s");
    BOOST_TEST(parameters.find("wait")->find("description")->text() == "How long");
    BOOST_TEST(to_json(*parameters.find("size")->find("anyOf")->list().at(0).find("enum")) == R"(["1KiB","2KiB"])");
    BOOST_TEST(to_json(*parameters.find("limit")) ==
               R"({"anyOf":[{"maximum":1000,"minimum":1,"type":"integer"},{"pattern":"\\$\\{\\{","type":"string"}],)"
               R"("description":"How many"})");
}

BOOST_AUTO_TEST_CASE(says_which_plugin_is_refused) {
    auto catalog = testing::example_catalog();
    BOOST_CHECK_THROW(job_schema(catalog), CommandError);
}

BOOST_AUTO_TEST_SUITE_END()
