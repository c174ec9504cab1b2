#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "config/job_reader.hpp"
#include "errand/json.hpp"
#include "support/fake_catalog.hpp"

namespace errand {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(job_expressions)

namespace {

/// A plugin with a task type that takes and puts out a few things.
testing::FakeCatalog catalog_of_types() {
    testing::FakeCatalog catalog;
    catalog.add("p", TaskDescription("t", "Does")
                         .takes_parameter("text", Type::text, "A text")
                         .takes_parameter("count", Type::integer, "A count")
                         .takes_parameter("list", Type::list, "A list")
                         .takes_parameter("password", Type::text, "A password")
                         .is_secret()
                         .puts_out("count", Type::integer, "How many")
                         .puts_out("names", Type::list, "Which"));
    return catalog;
}

constexpr char kParameters[] = "parameters: {to: {required: true}, tags: {type: list}, key: {secret: true}}\n";

/// A job whose task `a` is followed by `b`, with these lines.
std::string with_lines(const std::string& lines, const std::string& more = kParameters) {
    return "name: j\n" + more + "tasks:\n  - {name: other, uses: p.t}\n  - {name: a, uses: p.t}\n" +
           "  - name: b\n    uses: p.t\n    needs: [a]\n" + lines;
}

JobDefinition read_lines(const std::string& lines, const std::string& more = kParameters) {
    auto catalog = catalog_of_types();
    return read_job(with_lines(lines, more), "/jobs/job.yaml", {catalog, {"globus"}});
}

std::string problem_of(const std::string& lines, const std::string& more = kParameters) {
    try {
        read_lines(lines, more);
        return "no problem";
    } catch (const ConfigError& error) {
        std::string text;
        for (const ConfigProblem& problem : error.problems())
            text += (text.empty() ? "" : "\n") + std::to_string(problem.where.line) + ":" +
                    std::to_string(problem.where.column) + ": " + problem.what;
        return text;
    }
}

struct WrittenLines {
    const char* title;
    std::string lines;
    std::string problem;

    friend std::ostream& operator<<(std::ostream& out, const WrittenLines& row) { return out << row.title; }
};

const WrittenLines wrong_lines[] = {
    {"good ones",
     "    with: {text: 'Hello ${{ params.to }}', count: '${{ tasks.a.outputs.count }}', list: [1, '${{ run.id }}']}\n",
     "no problem"},
    {"no expression", "    with: {text: 'x ${{ params. }}'}\n", "9:32: unexpected end, expected a name after '.'"},
    {"an unknown root", "    with: {text: '${{ parms.to }}'}\n", "9:23: unknown name 'parms', did you mean 'params'?"},
    {"an unknown parameter", "    with: {text: '${{ params.too }}'}\n",
     "9:23: the job has no parameter 'too', did you mean 'to'?"},
    {"the second of two in a text", "    with: {text: '${{ params.to }} ${{ params.x }}'}\n",
     "9:40: the job has no parameter 'x'; known are to, tags, key"},
    {"an unknown task", "    with: {text: '${{ tasks.c.outputs.count }}'}\n",
     "9:23: unknown task 'c'; known are other, a, b"},
    {"a task that may not have ended", "    with: {text: '${{ tasks.other.outputs.count }}'}\n",
     "9:23: task 'other' need not have ended when this one begins; add it to its needs"},
    {"itself", "    with: {text: '${{ tasks.b.state }}'}\n",
     "9:23: task 'b' need not have ended when this one begins; add it to its needs"},
    {"an unknown output", "    with: {text: '${{ tasks.a.outputs.cont }}'}\n",
     "9:23: p.t has no output 'cont', did you mean 'count'?"},
    {"no task", "    with: {text: '${{ tasks }}'}\n", "9:23: name the task: tasks.<name>.outputs.<output>"},
    {"something else of a task", "    with: {text: '${{ tasks.a.output.count }}'}\n",
     "9:23: a task has no 'output', did you mean 'outputs'?"},
    {"nothing of a task", "    with: {text: '${{ tasks.a }}'}\n",
     "9:23: name what is wanted of the task: outputs, state or message"},
    {"something else of the run", "    with: {text: '${{ run.name }}'}\n",
     "9:23: a run has no 'name'; known are id, job, scheduled_for"},
    {"a variable without name", "    with: {text: '${{ env }}'}\n", "9:23: name the variable: env.NAME"},
    {"an item of nothing", "    with: {text: '${{ item }}'}\n",
     "9:23: unknown name 'item'; known are params, tasks, run, env"},
    {"an item of a list", "    foreach: [1, 2]\n    with: {text: '${{ item }} ${{ index }}'}\n", "no problem"},
    {"an item where there is none yet", "    foreach: '${{ item }}'\n",
     "9:19: unknown name 'item'; known are params, tasks, run, env"},
    {"no list", "    foreach: names\n",
     "9:14: expected a list, or an expression that gives one, such as ${{ params.names }}"},
    {"no condition", "    if: tasks.a.outputs.count >\n", "9:32: unexpected end, expected a value"},
    {"a condition on what is not there", "    if: tasks.a.outputs.none > 1\n",
     "9:9: p.t has no output 'none'; known are count, names"},
    {"a condition in marks", "    if: ${{ tasks.a.outputs.count > 1 }}\n", "no problem"},
    {"a secret where it can be seen", "    with: {text: '${{ params.key }}'}\n",
     "9:23: the parameter 'key' is secret: only a secret parameter of a task can take it, as a whole"},
    {"a secret as a whole", "    with: {password: '${{ params.key }}'}\n", "no problem"},
    {"a secret that is none", "    with: {password: '${{ params.to }}'}\n",
     "9:22: a secret can only be a secret parameter of the job, as a whole: ${{ params.<name> }}"},
    {"a part of a secret", "    with: {password: 'x${{ params.key }}'}\n",
     "9:22: a secret can only be a secret parameter of the job, as a whole: ${{ params.<name> }}"},
    {"variables", "    environment: {MODE: '${{ params.to }}', LANG: , ERRAND_X: y, '': z}\n",
     "9:53: variables that begin with ERRAND_ are errand's own\n"
     "9:66: this is not the name of an environment variable"},
    {"limits", "    limits: {memory: 0, cpu_time: 0s, open_files: 5, processes: 0, output: x, disk: 1}\n",
     "9:22: a limit must be more than nothing\n"
     "9:35: a time limit must be longer than nothing\n"
     "9:51: expected an integer from 32 to 1000000, found '5'\n"
     "9:65: expected an integer from 1 to 1000000, found '0'\n"
     "9:76: expected a size such as 10MiB, found 'x'\n"
     "9:79: unknown key 'disk'"},
};

const WrittenLines wrong_parameters[] = {
    {"an unknown type", "parameters: {a: {type: string}}\n",
     "2:24: unknown type 'string'; known are text, integer, number, boolean, list, map, url, path, duration, size, "
     "any"},
    {"a default of another type", "parameters: {a: {type: integer, default: x}}\n",
     "2:42: expected an integer, found 'x'"},
    {"a default that is not allowed", "parameters: {a: {default: c, allowed: [a, b]}}\n",
     "2:27: expected a or b, found 'c'"},
    {"a default of what is required", "parameters: {a: {required: true, default: b}}\n",
     "2:43: a parameter that is required needs no default"},
    {"a secret that stands there", "parameters: {a: {secret: true, default: hush}}\n",
     "2:41: a secret may not stand in this file: put it in a file of its own that only you can read and write {file: "
     "/path/to/it}, or write {env: NAME} for an environment variable"},
    {"a secret of another type", "parameters: {a: {secret: true, type: integer}}\n", "2:38: a secret is text"},
    {"a secret that could be guessed", "parameters: {a: {secret: true, allowed: [x]}}\n",
     "2:41: what a secret may be cannot stand in a file"},
    {"no name", "parameters: {A B: {}}\n",
     "2:14: 'A B' is not a name: lower-case letters, digits, '-' and '_', at most 64, beginning with a letter or "
     "digit"},
    {"another key in defaults", "defaults: {needs: [a]}\n", "2:12: unknown key 'needs'"},
};

}  // namespace

BOOST_DATA_TEST_CASE(points_at_what_an_expression_cannot_name, boost::unit_test::data::make(wrong_lines), row) {
    BOOST_TEST(problem_of(row.lines) == row.problem);
}

BOOST_DATA_TEST_CASE(points_at_what_a_job_cannot_take, boost::unit_test::data::make(wrong_parameters), row) {
    BOOST_TEST(problem_of("", row.lines) == row.problem);
}

BOOST_AUTO_TEST_CASE(keeps_what_is_open_until_the_task_begins) {
    const TaskDefinition task =
        read_lines("    with: {text: 'to ${{ params.to }}', count: 3, password: '${{ params.key }}'}\n").tasks.at(2);
    BOOST_TEST(to_json(task.parameters) == R"({"count":3})");
    BOOST_TEST_REQUIRE(task.open.has_value());
    const Value::Map names = {{"params", Value::Map{{"to", "Ada"}}}};
    BOOST_TEST(to_json(task.open->parameters.at("text").evaluate(names)) == R"("to Ada")");
    BOOST_TEST(to_json(task.secrets) == R"({"password":{"param":"key"}})");
    BOOST_TEST(!read_lines("    with: {count: 3}\n").tasks.at(2).open.has_value());
}

BOOST_AUTO_TEST_CASE(may_name_what_a_task_needs_by_way_of_another) {
    auto catalog = catalog_of_types();
    const std::string text =
        "name: j\ntasks:\n  - {name: a, uses: p.t}\n  - {name: b, uses: p.t, needs: [a]}\n"
        "  - {name: c, uses: p.t, needs: [b], with: {count: '${{ tasks.a.outputs.count }}'}}\n";
    BOOST_TEST(read_job(text, "job.yaml", {catalog, {}}).tasks.size() == 3U);
}

BOOST_AUTO_TEST_CASE(reads_what_a_job_takes) {
    const auto parameters =
        read_lines("",
                   "parameters:\n  to: {required: true, help: Who}\n  wait: {type: duration, default: 5m}\n"
                   "  mode: {default: slow, allowed: [slow, fast]}\n  key: {secret: true, default: {file: k}}\n")
            .parameters;
    BOOST_TEST_REQUIRE(parameters.size() == 4U);
    BOOST_TEST(parameters.at(0).description.required);
    BOOST_TEST(parameters.at(0).description.help == "Who");
    BOOST_TEST(parameters.at(1).description.default_value.integer() == 300'000);
    BOOST_TEST(parameters.at(2).description.allowed.size() == 2U);
    BOOST_TEST(to_json(parameters.at(3).secret_default) == R"({"file":"/jobs/k"})");
}

BOOST_AUTO_TEST_CASE(gives_every_task_what_the_job_has_by_default) {
    const auto job = read_lines("    retry: {attempts: 2}\n    limits: {memory: 1GiB}\n    environment: {B: own}\n",
                                "defaults:\n  retry: {attempts: 5}\n  time_limit: 1m\n  grace: 3s\n  provider: globus\n"
                                "  limits: {memory: 1MiB, processes: 9}\n  environment: {A: a, B: b}\n");
    const TaskDefinition& plain = job.tasks.at(0);
    BOOST_TEST(plain.retry.attempts == 5);
    BOOST_TEST((plain.time_limit == 1min));
    BOOST_TEST((plain.grace == 3s));
    BOOST_TEST(plain.provider.value() == "globus");
    BOOST_TEST(plain.environment.at("B").value().text() == "b");
    const TaskDefinition& own = job.tasks.at(2);
    BOOST_TEST(own.retry.attempts == 2);
    BOOST_TEST(own.limits.memory.value() == 1 << 30);
    BOOST_TEST(own.limits.processes.value() == 9);
    BOOST_TEST(own.environment.at("A").value().text() == "a");
    BOOST_TEST(own.environment.at("B").value().text() == "own");
}

BOOST_AUTO_TEST_CASE(reads_what_a_task_is_done_for) {
    const TaskDefinition task =
        read_lines("    foreach: {in: '${{ params.tags }}', max_parallel: 2}\n    working_directory: out\n")
            .tasks.at(2);
    BOOST_TEST(task.for_each.value().max_parallel == 2U);
    BOOST_TEST(task.for_each->outputs == (std::vector<std::string>{"count", "names"}),
               boost::test_tools::per_element());
    BOOST_TEST(task.working_directory.value() == "/jobs/out");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
