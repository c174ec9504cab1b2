#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <map>
#include <ostream>
#include <string>

#include "base/error.hpp"
#include "config/job_reader.hpp"
#include "support/example_catalog.hpp"
#include "support/thrown.hpp"

using namespace errand;

BOOST_AUTO_TEST_SUITE(include)

namespace {

/// By name, as they are asked for.
using Fragments = std::map<std::string, std::string>;

JobDefinition read(const std::string& job, const Fragments& fragments, const std::string& file_name = "job.yaml") {
    auto catalog = testing::example_catalog();
    return read_job(job, file_name, {catalog, {"globus", "backup"}}, [&](const std::filesystem::path& path) {
        const auto found = fragments.find(path.string());
        if (found == fragments.end()) throw CommandError(ExitCode::configuration, "there is no " + path.string());
        return found->second;
    });
}

std::string task(const std::string& name, const std::string& more = "") {
    return "{name: " + name + ", uses: globus.list-endpoints" + more + "}";
}

std::string names_of_tasks(const JobDefinition& job) {
    std::string names;
    for (const TaskDefinition& task : job.tasks) names += (names.empty() ? "" : " ") + task.name;
    return names;
}

const std::string kTasks = "tasks: [" + task("own") + "]\n";

/// A job that includes numbered().
std::string too_many() {
    std::string list;
    for (int i = 0; i < 33; ++i) list += "  - " + std::to_string(i) + ".yaml\n";
    return "name: a\ninclude:\n" + list + kTasks;
}

Fragments numbered() {
    Fragments fragments;
    for (int i = 0; i < 33; ++i) fragments[std::to_string(i) + ".yaml"] = "defaults: {}\n";
    return fragments;
}

struct BadInclude {
    const char* title;
    std::string job;
    Fragments fragments;
    std::string message;

    friend std::ostream& operator<<(std::ostream& out, const BadInclude& row) { return out << row.title; }
};

const std::string kIncludes = "name: a\ninclude: [x/one.yaml, x/two.yaml]\n" + kTasks;
const std::string kIncludesOne = "name: a\ninclude: one.yaml\n" + kTasks;

const BadInclude bad_includes[] = {
    {"files that cannot be read, and one that is no YAML",
     kIncludes,
     {{"x/two.yaml", "include: three.yaml\ntasks: [\n"}},
     "job.yaml:2:11: there is no x/one.yaml\n"
     "    include: [x/one.yaml, x/two.yaml]\n"
     "              ^\n"
     "x/two.yaml:2:9: the list that '[' opens is not closed by ']'\n"
     "    tasks: [\n"
     "            ^"},
    {"a file that a fragment includes",
     kIncludesOne,
     {{"one.yaml", "defaults: {}\ninclude:\n  - ../deep/two.yaml\n"}},
     "one.yaml:3:5: there is no ../deep/two.yaml\n"
     "      - ../deep/two.yaml\n"
     "        ^"},
    {"itself",
     "include: ./job.yaml\nname: a\n" + kTasks,
     {},
     "job.yaml:1:10: can never end: job.yaml includes job.yaml\n"
     "    include: ./job.yaml\n"
     "             ^"},
    {"each other",
     kIncludes,
     {{"x/one.yaml", "include: [two.yaml]\n"}, {"x/two.yaml", "include: ../x/one.yaml\n"}},
     "x/two.yaml:1:10: can never end: x/one.yaml includes x/two.yaml includes x/one.yaml\n"
     "    include: ../x/one.yaml\n"
     "             ^"},
    {"too many", too_many(), numbered(),
     "job.yaml:35:5: a job can have at most 32 fragments, those of its fragments included\n"
     "      - 32.yaml\n"
     "        ^"},
    {"a map",
     "name: a\ninclude: {local: one.yaml}\n" + kTasks,
     {},
     "job.yaml:2:10: expected a path or a list of paths, found a map\n"
     "    include: {local: one.yaml}\n"
     "             ^"},
    {"a list in the list",
     "name: a\ninclude: [[one.yaml]]\n" + kTasks,
     {},
     "job.yaml:2:11: expected text, found a list\n"
     "    include: [[one.yaml]]\n"
     "              ^"},
    {"a home directory",
     "name: a\ninclude: ~/one.yaml\n" + kTasks,
     {},
     "job.yaml:2:10: '~' is not replaced here; write the path in full, or relative to this file\n"
     "    include: ~/one.yaml\n"
     "             ^"},
    {"a fragment without content",
     kIncludesOne,
     {{"one.yaml", "# Later.\n"}},
     "one.yaml:1:1: expected a map, found nothing\n"
     "    # Later.\n"
     "    ^"},
    {"a fragment that is a list",
     kIncludesOne,
     {{"one.yaml", "\n- " + task("b") + "\n"}},
     "one.yaml:2:1: expected a map, found a list\n"
     "    - {name: b, uses: globus.list-endpoints}\n"
     "    ^"},
    {"what only a job has",
     kIncludesOne,
     {{"one.yaml", "name: b\nschedule: {cron: '@daily'}\nprovider: globus\n"}},
     "one.yaml:1:1: 'name' can only stand in the job's own file, not in a fragment\n"
     "    name: b\n"
     "    ^\n"
     "one.yaml:2:1: 'schedule' can only stand in the job's own file, not in a fragment\n"
     "    schedule: {cron: '@daily'}\n"
     "    ^\n"
     "one.yaml:3:1: 'provider' can only stand in the job's own file, not in a fragment\n"
     "    provider: globus\n"
     "    ^"},
    {"an unknown key",
     kIncludesOne,
     {{"one.yaml", "task: []\n"}},
     "one.yaml:1:1: unknown key 'task', did you mean 'tasks'?\n"
     "    task: []\n"
     "    ^"},
    {"one problem in each file, in their order",
     kIncludes + "retires: 3\n",
     {{"x/one.yaml", "tasks:\n  - " + task("b", ", needs: [c]") + "\n"},
      {"x/two.yaml", "always:\n  - " + task("d", ", with: {limit: '${{ params.most }}'}") + "\n"}},
     "job.yaml:4:1: unknown key 'retires'\n"
     "    retires: 3\n"
     "    ^\n"
     "x/one.yaml:2:52: unknown task 'c'\n"
     "      - {name: b, uses: globus.list-endpoints, needs: [c]}\n"
     "                                                       ^\n"
     "x/two.yaml:2:63: the job has no parameter 'most'\n"
     "      - {name: d, uses: globus.list-endpoints, with: {limit: '${{ params.most }}'}}\n"
     "                                                                  ^"},
    {"a task of the name of the job's",
     kIncludesOne,
     {{"one.yaml", "always:\n  - " + task("own") + "\n"}},
     "one.yaml:2:12: a second task named 'own'; the first is at job.yaml:3:16\n"
     "      - {name: own, uses: globus.list-endpoints}\n"
     "               ^"},
    {"a task of the name of another fragment's",
     kIncludes,
     {{"x/one.yaml", "tasks: [" + task("b") + "]\n"}, {"x/two.yaml", "tasks: [" + task("b") + "]\n"}},
     "x/two.yaml:1:16: a second task named 'b'; the first is at x/one.yaml:1:16\n"
     "    tasks: [{name: b, uses: globus.list-endpoints}]\n"
     "                   ^"},
    {"a parameter that the job has otherwise",
     "name: a\ninclude: one.yaml\nparameters: {p: {}}\n" + kTasks,
     {{"one.yaml", "parameters: {p: {type: txt}}\n"}},
     "one.yaml:1:24: unknown type 'txt', did you mean 'text'?\n"
     "    parameters: {p: {type: txt}}\n"
     "                           ^"},
    {"no tasks in any of them",
     "name: a\ninclude: one.yaml\n",
     {{"one.yaml", "always: [" + task("b") + "]\n"}},
     "job.yaml:1:1: missing key 'tasks'\n"
     "    name: a\n"
     "    ^"},
    {"a secret, which is not shown",
     kIncludes,
     {{"x/one.yaml", "tasks:\n  - name: b\n    uses: try.types\n    with: {url: https://x, password: s3cret}\n"},
      {"x/two.yaml", "max_parallel: 3\n"}},
     "x/one.yaml:4:38: a secret may not stand in this file: put it in a file of its own that only you can read and "
     "write {file: /path/to/it}, or write {env: NAME} for an environment variable\n"
     "x/two.yaml:1:1: 'max_parallel' can only stand in the job's own file, not in a fragment\n"
     "    max_parallel: 3\n"
     "    ^"},
    {"a repeated key",
     kIncludesOne,
     {{"one.yaml", "defaults: {}\ndefaults: {}\n"}},
     "one.yaml:2:1: repeated key 'defaults', first given in line 1\n"
     "    defaults: {}\n"
     "    ^"},
};

}  // namespace

BOOST_DATA_TEST_CASE(points_at_the_mistake_in_its_file, boost::unit_test::data::make(bad_includes), row) {
    BOOST_TEST(testing::thrown<ConfigError>([&] { read(row.job, row.fragments); }) == row.message);
}

BOOST_AUTO_TEST_CASE(puts_the_tasks_of_fragments_first) {
    const JobDefinition job =
        read("name: a\ninclude: [one.yaml, two.yaml]\n" + kTasks + "always: [" + task("own-last") + "]\n",
             {{"one.yaml", "tasks: [" + task("x") + "]\nalways: [" + task("x-last") + "]\n"},
              {"two.yaml", "tasks: [" + task("y", ", needs: [own]") + ", " + task("z") + "]\n"}});
    BOOST_TEST(names_of_tasks(job) == "x z own y x-last own-last");
}

BOOST_AUTO_TEST_CASE(takes_one_path_without_a_list_and_tasks_of_a_fragment_alone) {
    BOOST_TEST(names_of_tasks(read("name: a\ninclude: one.yaml\n", {{"one.yaml", kTasks}})) == "own");
    BOOST_TEST(names_of_tasks(read("name: a\ninclude: []\n" + kTasks, {})) == "own");
}

BOOST_AUTO_TEST_CASE(takes_a_fragment_once_and_before_those_that_include_it) {
    const JobDefinition job = read("name: a\ninclude: [one.yaml, two.yaml, ./base.yaml]\n" + kTasks,
                                   {{"one.yaml", "include: base.yaml\ntasks: [" + task("x") + "]\n"},
                                    {"two.yaml", "include: base.yaml\ntasks: [" + task("y") + "]\n"},
                                    {"base.yaml", "tasks: [" + task("base") + "]\n"}});
    BOOST_TEST(names_of_tasks(job) == "base x y own");
}

BOOST_AUTO_TEST_CASE(prefers_the_parameters_of_the_file_that_includes) {
    const JobDefinition job = read("name: a\ninclude: [one.yaml, two.yaml]\nparameters: {q: {default: own}}\n" + kTasks,
                                   {{"one.yaml", "parameters: {p: {default: one}, q: {required: true}}\n"},
                                    {"two.yaml", "parameters: {p: {default: two}, r: {default: two}}\n"}});
    BOOST_REQUIRE(job.parameters.size() == 3u);
    const char* const names[] = {"p", "q", "r"};
    const char* const defaults[] = {"two", "own", "two"};
    for (std::size_t i = 0; i < job.parameters.size(); ++i) {
        const ParameterDescription& parameter = job.parameters[i].description;
        BOOST_TEST(parameter.name == names[i]);
        BOOST_TEST(parameter.default_value.text() == defaults[i]);
        BOOST_TEST(!parameter.required);
    }
}

BOOST_AUTO_TEST_CASE(prefers_the_defaults_of_the_file_that_includes) {
    const JobDefinition job = read(
        "name: a\nprovider: backup\ninclude: [one.yaml, two.yaml]\ndefaults: {grace: 3s, environment: {C: own}}\n" +
            kTasks,
        {{"one.yaml",
          "defaults: {grace: 1s, provider: globus, environment: {A: one, B: one}, retry: {attempts: 2}}\n"
          "tasks: [" +
              task("x") + "]\n"},
         {"two.yaml", "defaults: {grace: 2s, environment: {B: two, C: two}}\n"}});
    for (const TaskDefinition& task : job.tasks) {
        BOOST_TEST(task.grace.value().count() == 3000);
        BOOST_TEST(task.retry.attempts == 2);
        BOOST_TEST(task.provider.value() == "backup");
        std::string variables;
        for (const auto& [name, value] : task.environment) variables += name + '=' + value.value().text() + ' ';
        BOOST_TEST(variables == "A=one B=two C=own ");
    }
}

BOOST_AUTO_TEST_CASE(lets_a_job_and_its_fragments_name_what_the_other_has) {
    const std::string own = task("own", ", with: {limit: '${{ tasks.x.outputs }}'}, needs: [x]");
    const JobDefinition job =
        read("name: a\ninclude: one.yaml\nparameters: {most: {}}\ntasks: [" + own + "]\n",
             {{"one.yaml", "tasks: [" + task("x", ", with: {limit: '${{ params.most }}'}") + "]\n"}});
    BOOST_TEST(names_of_tasks(job) == "x own");
}

BOOST_AUTO_TEST_CASE(takes_paths_from_the_directory_of_the_file_they_stand_in) {
    const std::string files = "uses: try.files, working_directory: work, with: {source: data}}]\n";
    const JobDefinition job =
        read("name: a\ninclude: ../shared/one.yaml\ntasks: [{name: own, " + files,
             {{"/srv/shared/one.yaml", "parameters: {p: {type: path, default: log}}\ninclude: deep/two.yaml\n"},
              {"/srv/shared/deep/two.yaml", "tasks: [{name: x, " + files}},
             "/srv/jobs/job.yaml");
    BOOST_TEST(job.parameters.at(0).description.default_value.text() == "/srv/shared/log");
    BOOST_TEST(job.tasks.at(0).working_directory.value() == "/srv/shared/deep/work");
    BOOST_TEST(job.tasks.at(0).parameters.at("source").text() == "/srv/shared/deep/data");
    BOOST_TEST(job.tasks.at(1).working_directory.value() == "/srv/jobs/work");
    BOOST_TEST(job.tasks.at(1).parameters.at("source").text() == "/srv/jobs/data");
}

BOOST_AUTO_TEST_CASE(takes_what_expressions_give_from_the_directory_of_the_task) {
    const JobDefinition job =
        read("name: a\ninclude: ../shared/one.yaml\nparameters: {p: {}}\n",
             {{"/srv/shared/one.yaml", "tasks: [{name: x, uses: try.files, with: {source: 'in/${{ params.p }}'}}]\n"}},
             "/srv/jobs/job.yaml");
    BOOST_TEST(job.tasks.at(0).open.value().directory == "/srv/shared");
}

BOOST_AUTO_TEST_CASE(includes_nothing_where_nothing_can_be_read) {
    auto catalog = testing::example_catalog();
    BOOST_TEST(testing::thrown<ConfigError>([&] {
                   read_job(kIncludesOne, "job.yaml", {catalog, {}});
               }) == "job.yaml:2:10: nothing can be included here\n    include: one.yaml\n             ^");
}

BOOST_AUTO_TEST_SUITE_END()
