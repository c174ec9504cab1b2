#include "config/job_reader.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "errand/json.hpp"
#include "support/example_catalog.hpp"
#include "support/thrown.hpp"

using namespace errand;

BOOST_AUTO_TEST_SUITE(job_reader)

namespace {

JobDefinition read(const std::string& text) {
    auto catalog = testing::example_catalog();
    return read_job(text, "job.yaml", {catalog, {"globus", "backup"}});
}

std::string problems_of(const std::string& text) {
    try {
        read(text);
    } catch (const ConfigError& error) {
        BOOST_TEST((error.code() == ExitCode::configuration));
        return error.what();
    }
    return "no problem";
}

/// A job whose only task uses try.types with these parameters.
std::string with(const std::string& parameters) {
    return "name: a\ntasks:\n  - name: b\n    uses: try.types\n    with: {url: https://x, " + parameters + "}\n";
}

Value::Map parameters_of(const std::string& parameters) { return read(with(parameters)).tasks.at(0).parameters; }

struct BadFile {
    const char* title;
    std::string text;
    std::string message;

    friend std::ostream& operator<<(std::ostream& out, const BadFile& file) { return out << file.title; }
};

const std::string kTask = "tasks: [{name: b, uses: globus.list-endpoints}]\n";

/// A job whose only task uses try.files, read as a file of the directory /jobs.
FileAccess files_of(const std::string& more, const std::string& type = "files", const std::string& source = "data") {
    auto catalog = testing::example_catalog();
    const std::string text = "name: a\ntasks:\n  - name: b\n    uses: try." + type +
                             (type == "files" ? "\n    with: {source: " + source + "}\n" : "\n") + more;
    return read_job(text, "/jobs/job.yaml", {catalog, {}}).tasks.at(0).files;
}

std::string files_problem(const std::string& more, const std::string& type = "files",
                          const std::string& source = "data") {
    const std::string message = testing::thrown<ConfigError>([&] { files_of(more, type, source); });
    return message.substr(0, message.find('\n'));
}

const BadFile bad_narrowings[] = {
    {"more to read", "    files: {read: [/etc]}\n",
     "/jobs/job.yaml:6:20: try.files may not read /etc; it declares only /jobs/data, /jobs/lists/all.txt, /srv/in, "
     "/srv/out/"},
    {"more to write", "    files: {write: [/srv/out/a, /srv/in]}\n",
     "/jobs/job.yaml:6:33: try.files may not write /srv/in; it declares only /srv/out/"},
    {"a neighbour", "    files: {read: [data2]}\n",
     "/jobs/job.yaml:6:20: try.files may not read /jobs/data2; it declares only /jobs/data, /jobs/lists/all.txt, "
     "/srv/in, /srv/out/"},
    {"out by dots", "    files: {write: [/srv/out/../in]}\n",
     "/jobs/job.yaml:6:21: try.files may not write /srv/in; it declares only /srv/out/"},
    {"a home", "    files: {read: [~/data]}\n",
     "/jobs/job.yaml:6:20: '~' is not replaced here; write the path in full, or relative to this file"},
    {"no path", "    files: {read: ['']}\n", "/jobs/job.yaml:6:20: the path is empty"},
    {"a NUL", "    files: {read: [\"/srv/in\\0\"]}\n", "/jobs/job.yaml:6:20: a path cannot hold a NUL"},
    {"another word", "    files: any\n",
     "/jobs/job.yaml:6:12: expected none, or a map with read and write, found 'any'"},
    {"nothing", "    files:\n", "/jobs/job.yaml:6:5: expected none, or a map with read and write, found nothing"},
    {"a list", "    files: [/srv/in]\n",
     "/jobs/job.yaml:6:12: expected none, or a map with read and write, found a list"},
    {"another key", "    files: {reads: [/srv/in]}\n",
     "/jobs/job.yaml:6:13: unknown key 'reads', did you mean 'read'?"},
    {"no list", "    files: {read: /srv/in}\n", "/jobs/job.yaml:6:19: expected a list, found text"},
};

/// A job whose only task has `more`, and which itself has `job`.
std::string with_scopes(const std::string& more, const std::string& job = "") {
    return "name: a\n" + job + "tasks:\n  - name: b\n    uses: globus.sync\n    with: {source: c0}\n" + more;
}

const BadFile bad_scopes[] = {
    {"allowed, no list", "    allow_scopes: x\n", "job.yaml:6:19: expected a list, found text"},
    {"allowed, a list", "    allow_scopes: [[x]]\n", "job.yaml:6:20: expected text, found a list"},
    {"allowed, brackets", "    allow_scopes: [x, 'a[b']\n",
     "job.yaml:6:23: the scope 'a[b' has a '[' that is not closed"},
    {"allowed, two in one", "    allow_scopes: [a b]\n", "job.yaml:6:20: give each scope its own item in the list"},
    {"allowed, nothing", "    allow_scopes: ['']\n", "job.yaml:6:20: the scope is empty"},
    {"named, no map", "    scopes: [x]\n", "job.yaml:6:13: expected a map, found a list"},
    {"named, no list", "    scopes: {r1: x}\n", "job.yaml:6:18: expected a list, found text"},
    {"named, none", "    scopes: {r1: []}\n", "job.yaml:6:18: a token needs at least one scope"},
    {"named, brackets", "    scopes: {r1: ['a[]']}\n", "job.yaml:6:19: the scope 'a[]' has empty brackets"},
    {"named, two in one", "    scopes: {r1: [a b]}\n", "job.yaml:6:19: give each scope its own item in the list"},
    {"named, nowhere", "    scopes: {'': [a]}\n", "job.yaml:6:14: the name of the resource server is empty"},
    {"named, without its parameter", "    scopes: {r1: ['a:{target}']}\n",
     "job.yaml:6:19: the scope 'a:{target}' needs the parameter 'target'"},
};

const BadFile bad_files[] = {
    {"empty", "", "job.yaml:1:1: is empty; a job file needs at least name and tasks"},
    {"only a comment", "# later\n",
     "job.yaml:1:1: is empty; a job file needs at least name and tasks\n    # later\n    ^"},
    {"not a map", "- a\n", "job.yaml:1:1: expected a map, found a list\n    - a\n    ^"},
    {"unknown key", "name: a\nretires: 3\n" + kTask, "job.yaml:2:1: unknown key 'retires'\n    retires: 3\n    ^"},
    {"misspelt key", "name: a\ndescripton: x\n" + kTask,
     "job.yaml:2:1: unknown key 'descripton', did you mean 'description'?\n    descripton: x\n    ^"},
    {"repeated key", "name: a\nname: b\n" + kTask,
     "job.yaml:2:1: repeated key 'name', first given in line 1\n    name: b\n    ^"},
    {"nothing given", "{}",
     "job.yaml:1:1: missing key 'name'\n    {}\n    ^\njob.yaml:1:1: missing key 'tasks'\n    {}\n    ^"},
    {"no tasks", "name: a\ntasks: []\n", "job.yaml:2:8: a job needs at least one task\n    tasks: []\n           ^"},
    {"a pool where there are none", "name: a\nconcurrency: [net]\n" + kTask,
     "job.yaml:2:15: the configuration has no pools\n    concurrency: [net]\n                  ^"},
    {"tasks without value", "name: a\ntasks:\n", "job.yaml:2:1: expected a list, found nothing\n    tasks:\n    ^"},
    {"name of a wrong form", "name: My Job\n" + kTask,
     "job.yaml:1:7: 'My Job' is not a name: lower-case letters, digits, '-' and '_', at most 64, beginning with a "
     "letter "
     "or digit\n    name: My Job\n          ^"},
    {"tasks of the same name",
     "name: a\ntasks:\n  - {name: b, uses: globus.list-endpoints}\n" +
         std::string("  - {name: b, uses: globus.list-endpoints}\n"),
     "job.yaml:4:12: a second task named 'b'; the first is at job.yaml:3:12\n"
     "      - {name: b, uses: globus.list-endpoints}\n               ^"},
    {"unknown plugin", "name: a\ntasks: [{name: b, uses: globsu.list-endpoints}]\n",
     "job.yaml:2:25: unknown plugin 'globsu', did you mean 'globus'?\n"
     "    tasks: [{name: b, uses: globsu.list-endpoints}]\n                            ^"},
    {"unknown task type", "name: a\ntasks: [{name: b, uses: globus.list-endpoint}]\n",
     "job.yaml:2:25: unknown task type 'globus.list-endpoint', did you mean 'globus.list-endpoints'?\n"
     "    tasks: [{name: b, uses: globus.list-endpoint}]\n                            ^"},
    {"no task type", "name: a\ntasks: [{name: b, uses: globus}]\n",
     "job.yaml:2:25: expected <plugin>.<task type>, such as globus.list-endpoints, found 'globus'\n"
     "    tasks: [{name: b, uses: globus}]\n                            ^"},
    {"refused library", "name: a\ntasks: [{name: b, uses: broken.x}]\n",
     "job.yaml:2:25: /opt/broken.so is not an errand plugin\n    tasks: [{name: b, uses: broken.x}]\n"
     "                            ^"},
    {"unknown provider", "name: a\nprovider: globsu\n" + kTask,
     "job.yaml:2:11: unknown provider 'globsu', did you mean 'globus'?\n    provider: globsu\n              ^"},
    {"time limit without unit", "name: a\ntasks: [{name: b, uses: globus.list-endpoints, time_limit: 5}]\n",
     "job.yaml:2:60: expected a duration such as 5m or 2h30m, found '5'\n"
     "    tasks: [{name: b, uses: globus.list-endpoints, time_limit: 5}]\n" +
         std::string(63, ' ') + "^"},
    {"time limit of nothing", "name: a\ntasks: [{name: b, uses: globus.list-endpoints, time_limit: 0s}]\n",
     "job.yaml:2:60: a time limit must be longer than nothing\n"
     "    tasks: [{name: b, uses: globus.list-endpoints, time_limit: 0s}]\n" +
         std::string(63, ' ') + "^"},
    {"bad cron", "name: a\nschedule: {cron: \"0 25 * * *\"}\n" + kTask,
     "job.yaml:2:21: cron expression: 25 is out of range: hour is 0-23\n    schedule: {cron: \"0 25 * * *\"}\n"
     "                        ^"},
    {"bad cron, escaped", "name: a\nschedule: {cron: \"0\\x2025 * * *\"}\n" + kTask,
     "job.yaml:2:18: cron expression: 25 is out of range: hour is 0-23\n    schedule: {cron: \"0\\x2025 * * *\"}\n"
     "                     ^"},
    {"unknown time zone", "name: a\nschedule: {cron: '@daily', timezone: Chicago}\n" + kTask,
     "job.yaml:2:38: unknown time zone 'Chicago'; give an IANA name such as America/Chicago\n"
     "    schedule: {cron: '@daily', timezone: Chicago}\n                                         ^"},
    {"schedule without cron", "name: a\nschedule: {timezone: UTC}\n" + kTask,
     "job.yaml:2:11: missing key 'cron'\n    schedule: {timezone: UTC}\n              ^"},
    {"scope that a value would widen", "name: a\ntasks: [{name: b, uses: globus.sync, with: {source: 'x y'}}]\n",
     "job.yaml:2:25: the scope 'urn:all[*https://scopes/{source}/data_access]' needs the parameter 'source' to hold "
     "only "
     "letters, digits and ._:/-\n    tasks: [{name: b, uses: globus.sync, with: {source: 'x y'}}]\n"
     "                            ^"},
    {"integer beyond its range", "name: a\ntasks: [{name: b, uses: globus.list-endpoints, with: {limit: 5000}}]\n",
     "job.yaml:2:62: expected an integer, from 1 to 1000, found '5000'\n    tasks: [{name: b, uses: "
     "globus.list-endpoints, with: {limit: 5000}}]\n" +
         std::string(65, ' ') + "^"},
    {"several", "nam: a\ntasks:\n  - {name: b, uses: nix.x}\n  - 5\n",
     "job.yaml:1:1: missing key 'name'\n    nam: a\n    ^\n"
     "job.yaml:1:1: unknown key 'nam', did you mean 'name'?\n    nam: a\n    ^\n"
     "job.yaml:3:21: unknown plugin 'nix'\n      - {name: b, uses: nix.x}\n                        ^\n"
     "job.yaml:4:5: expected a map, found text\n      - 5\n        ^"},
};

const BadFile bad_parameters[] = {
    {"unknown", "urls: x", "job.yaml:5:28: unknown parameter 'urls', did you mean 'url'?"},
    {"text for integer", "integer: many", "job.yaml:5:37: expected an integer, found 'many'"},
    {"quoted integer", "integer: '5'", "job.yaml:5:37: expected an integer, found text; leave out the quotes"},
    {"list for integer", "integer: [5]", "job.yaml:5:37: expected an integer, found a list"},
    {"leading zero", "integer: 017",
     "job.yaml:5:37: '017' has a leading zero; some read that as octal, so write it without"},
    {"too large", "integer: 9223372036854775808", "job.yaml:5:37: the integer is too large"},
    {"fraction for integer", "integer: 1.5", "job.yaml:5:37: expected an integer, found '1.5'"},
    {"hexadecimal", "integer: 0x10", "job.yaml:5:37: expected an integer, found '0x10'"},
    {"infinity", "number: .inf", "job.yaml:5:36: expected a number, found '.inf'"},
    {"yes", "boolean: yes", "job.yaml:5:37: expected true or false, found 'yes'"},
    {"quoted boolean", "boolean: 'true'", "job.yaml:5:37: expected true or false, found text; leave out the quotes"},
    {"nothing", "text: ", "job.yaml:5:28: expected text, found nothing"},
    {"map for text", "text: {a: 1}", "job.yaml:5:34: expected text, found a map"},
    {"text for list", "list: a", "job.yaml:5:34: expected a list, found text"},
    {"list for map", "map: [a]", "job.yaml:5:33: expected a map, found a list"},
    {"duration", "duration: 5 minutes", "job.yaml:5:38: expected a duration such as 5m or 2h30m, found '5 minutes'"},
    {"size", "size: 5 MB", "job.yaml:5:34: expected a size such as 10MiB, found '5 MB'"},
    {"leading zero in any", "any: [017]", "job.yaml:5:34: '017' has a leading zero; quote it if it is text"},
    {"not allowed", "level: 4", "job.yaml:5:35: expected 1, 2 or 3, found '4'"},
};

}  // namespace

BOOST_DATA_TEST_CASE(points_at_the_mistake, boost::unit_test::data::make(bad_files), file) {
    BOOST_TEST(problems_of(file.text) == file.message);
}

BOOST_DATA_TEST_CASE(checks_parameters_against_the_description, boost::unit_test::data::make(bad_parameters), row) {
    const std::string message = problems_of(with(row.text));
    BOOST_TEST(message.substr(0, message.find('\n')) == row.message);
}

BOOST_AUTO_TEST_CASE(reads_a_whole_job) {
    const auto job = read(
        "name: list-endpoints\n"
        "description: Endpoints\n"
        "schedule: {cron: \"0 6 * * *\", timezone: America/Chicago}\n"
        "provider: globus\n"
        "tasks:\n"
        "  - name: list\n"
        "    uses: globus.list-endpoints\n"
        "    time_limit: 5m\n"
        "  - name: sync\n"
        "    uses: globus.sync\n"
        "    provider: backup\n"
        "    with: {source: c0ffee}\n");
    BOOST_TEST(job.name == "list-endpoints");
    BOOST_TEST(job.description == "Endpoints");
    BOOST_TEST(job.schedule.value().cron.text() == "0 6 * * *");
    BOOST_TEST(job.schedule.value().timezone == "America/Chicago");
    BOOST_REQUIRE(job.tasks.size() == 2u);
    BOOST_TEST(job.tasks[0].name == "list");
    BOOST_TEST(job.tasks[0].plugin == "globus");
    BOOST_TEST(job.tasks[0].type == "list-endpoints");
    BOOST_TEST((job.tasks[0].parameters == Value::Map{{"filter_scope", "my-endpoints"}}));
    BOOST_TEST(job.tasks[0].provider.value() == "globus");
    BOOST_TEST((job.tasks[0].time_limit == std::chrono::minutes(5)));
    BOOST_TEST(job.tasks[1].provider.value() == "backup");
    BOOST_TEST(!job.tasks[1].time_limit);
    BOOST_TEST(
        (job.tasks[1].scopes ==
         std::vector<ScopeDescription>{{"transfer.api.globus.org", {"urn:all[*https://scopes/c0ffee/data_access]"}}}));
}

BOOST_AUTO_TEST_CASE(needs_no_more_than_a_name_and_a_task) {
    const auto job = read("name: a\n" + kTask);
    BOOST_TEST(job.description.empty());
    BOOST_TEST(!job.schedule);
    BOOST_TEST(!job.tasks.at(0).provider);
    BOOST_TEST(read("name: a\nschedule: {cron: '@daily'}\n" + kTask).schedule.value().timezone == "UTC");
}

BOOST_AUTO_TEST_CASE(fills_in_defaults) {
    BOOST_TEST(
        (parameters_of("") == Value::Map{{"url", "https://x"}, {"integer", 7}, {"duration", 60'000}, {"size", 2048}}));
}

BOOST_AUTO_TEST_CASE(reads_every_type) {
    const auto values = parameters_of(
        "text: 017, integer: -5, number: 1e3, boolean: true, list: [1, a, null, 1.5, yes, '1', 2026-03-01], "
        "map: {k: {n: 1}}, path: /tmp/x, duration: 2h30m, size: 10MiB, any: 1.2.3, level: 3");
    BOOST_TEST((values.at("text") == Value("017")));
    BOOST_TEST((values.at("integer") == Value(-5)));
    BOOST_TEST((values.at("number") == Value(1000.0)));
    BOOST_TEST((values.at("boolean") == Value(true)));
    BOOST_TEST((values.at("list") == Value(Value::List{1, "a", nullptr, 1.5, "yes", "1", "2026-03-01"})));
    BOOST_TEST((values.at("map") == Value(Value::Map{{"k", Value::Map{{"n", 1}}}})));
    BOOST_TEST((values.at("path") == Value("/tmp/x")));
    BOOST_TEST((values.at("duration") == Value(9'000'000)));
    BOOST_TEST((values.at("size") == Value(10 << 20)));
    BOOST_TEST((values.at("any") == Value("1.2.3")));
    BOOST_TEST((values.at("level") == Value(3)));
}

BOOST_AUTO_TEST_CASE(takes_paths_as_relative_to_the_file) {
    auto catalog = testing::example_catalog();
    const auto path_given = [&](const std::string& path) {
        const std::string text = "name: a\ntasks:\n  - {name: b, uses: try.files, with: {source: " + path + "}}\n";
        return read_job(text, "/jobs/job.yaml", {catalog, {}}).tasks.at(0).parameters.at("source").text();
    };
    BOOST_TEST(path_given("data/in.csv") == "/jobs/data/in.csv");
    BOOST_TEST(path_given("../in.csv") == "/in.csv");
    BOOST_TEST(path_given("/srv//x/./in.csv") == "/srv/x/in.csv");
    BOOST_TEST(path_given(".") == "/jobs/");
}

BOOST_AUTO_TEST_CASE(gives_a_task_the_files_that_its_type_declares) {
    BOOST_TEST((files_of("") == FileAccess{{"/jobs/data", "/jobs/lists/all.txt", "/srv/in"}, {"/srv/out/"}, false}));
    BOOST_TEST((files_of("", "trusted") == FileAccess{{}, {}, true}));
    BOOST_TEST((read("name: a\n" + kTask).tasks.at(0).files == FileAccess()));
}

BOOST_AUTO_TEST_CASE(gives_a_task_no_more_files_than_the_job_leaves_it) {
    BOOST_TEST((files_of("    files: none\n") == FileAccess()));
    BOOST_TEST((files_of("    files: {}\n") == FileAccess()));
    BOOST_TEST((files_of("    files: {read: [/srv/in/a, data, /srv/out/b]}\n") ==
                FileAccess{{"/srv/in/a", "/jobs/data", "/srv/out/b"}, {}, false}));
    BOOST_TEST((files_of("    files: {write: [/srv/out]}\n") == FileAccess{{}, {"/srv/out"}, false}));
    BOOST_TEST((files_of("    files: none\n", "trusted") == FileAccess()));
    BOOST_TEST((files_of("    files: {read: [data], write: [/srv/x/]}\n", "trusted") ==
                FileAccess{{"/jobs/data"}, {"/srv/x/"}, false}));
}

BOOST_DATA_TEST_CASE(refuses_files_that_its_type_does_not_declare, boost::unit_test::data::make(bad_narrowings), row) {
    BOOST_TEST(files_problem(row.text) == row.message);
}

BOOST_AUTO_TEST_CASE(refuses_paths_that_lead_nowhere) {
    BOOST_TEST(files_problem("    with: {url: 'https://x'}\n    files: {write: [/srv/in]}\n", "types") ==
               "/jobs/job.yaml:6:21: try.types may not write /srv/in; it declares no such file");
    BOOST_TEST(files_problem("", "files", "~/data") ==
               "/jobs/job.yaml:5:20: '~' is not replaced here; write the path in full, or relative to this file");
    BOOST_TEST(files_problem("", "no-path") ==
               "/jobs/job.yaml:4:11: the plugin describes the file 'data', which is neither absolute nor begins with a "
               "parameter");
}

BOOST_DATA_TEST_CASE(refuses_scopes_that_are_none, boost::unit_test::data::make(bad_scopes), row) {
    const std::string message = problems_of(with_scopes(row.text));
    BOOST_TEST(message.substr(0, message.find('\n')) == row.message);
}

BOOST_AUTO_TEST_CASE(points_at_what_a_job_may_not_allow) {
    BOOST_TEST(problems_of(with_scopes("", "allow_scopes: ['*']\n")) ==
               "job.yaml:2:16: the scope '*' has a '*' without a scope after it\n    allow_scopes: ['*']\n" +
                   std::string(19, ' ') + "^");
}

BOOST_AUTO_TEST_CASE(takes_other_scopes_from_the_job) {
    using Scopes = std::vector<ScopeDescription>;
    const auto scopes_of = [](const std::string& more) { return read(with_scopes(more)).tasks.at(0).scopes; };
    const ScopeDescription declared = {"transfer.api.globus.org", {"urn:all[*https://scopes/c0/data_access]"}};
    BOOST_TEST((scopes_of("") == Scopes{declared}));
    BOOST_TEST((scopes_of("    scopes: {}\n") == Scopes{declared}));
    BOOST_TEST((scopes_of("    scopes: {r1: [a, 'b[c *d]', 'files:*']}\n") ==
                Scopes{declared, {"r1", {"a", "b[c *d]", "files:*"}}}));
    BOOST_TEST((scopes_of("    scopes: {transfer.api.globus.org: ['x:{source}']}\n") ==
                Scopes{{"transfer.api.globus.org", {"x:c0"}}}));
}

BOOST_AUTO_TEST_CASE(a_task_may_be_allowed_more_than_the_job) {
    const auto allowed = [](const std::string& more, const std::string& job) {
        return to_string(read(with_scopes(more, job)).tasks.at(0).allow_scopes);
    };
    BOOST_TEST(allowed("", "") == "");
    BOOST_TEST(allowed("", "allow_scopes: [a, 'b[*c d]']\n") == "a b[*c d]");
    BOOST_TEST(allowed("    allow_scopes: [x]\n", "allow_scopes: [a]\n") == "x");
    BOOST_TEST(allowed("    allow_scopes: []\n", "allow_scopes: [a]\n") == "");
}

BOOST_AUTO_TEST_CASE(an_alias_stands_for_what_it_refers_to) {
    const auto job = read(
        "name: a\n"
        "tasks:\n"
        "  - {name: b, uses: globus.sync, with: &same {source: x}}\n"
        "  - {name: c, uses: globus.sync, with: *same}\n");
    BOOST_TEST((job.tasks.at(1).parameters == Value::Map{{"source", "x"}}));
}

BOOST_AUTO_TEST_CASE(says_what_is_missing_where_it_should_stand) {
    BOOST_TEST(problems_of("name: a\ntasks: [{name: b, uses: try.types}]\n") ==
               "job.yaml:2:9: missing parameter 'url': Where to post\n    tasks: [{name: b, uses: try.types}]\n"
               "            ^");
    BOOST_TEST(problems_of("name: a\ntasks: [{name: b, uses: try.types, with: {text: x}}]\n") ==
               "job.yaml:2:42: missing parameter 'url': Where to post\n"
               "    tasks: [{name: b, uses: try.types, with: {text: x}}]\n" +
                   std::string(45, ' ') + "^");
}

BOOST_AUTO_TEST_CASE(suggests_an_allowed_value) {
    const std::string message =
        problems_of("name: a\ntasks: [{name: b, uses: globus.list-endpoints, with: {filter_scope: my-endpoint}}]\n");
    BOOST_TEST(message.substr(0, message.find('\n')) ==
               "job.yaml:2:69: expected my-endpoints or administered-by-me, found 'my-endpoint', did you mean "
               "'my-endpoints'?");
}

const std::string kMayNotStandHere =
    "a secret may not stand in this file: put it in a file of its own that only you can read and write {file: "
    "/path/to/it}, or write {env: NAME} for an environment variable";

BOOST_AUTO_TEST_CASE(keeps_where_a_secret_is) {
    const TaskDefinition task = read(with("password: {env: HUSH}")).tasks.front();
    BOOST_TEST(to_json(task.secrets) == R"j({"password":{"env":"HUSH"}})j");
    BOOST_TEST(task.parameters.count("password") == 0U);
}

BOOST_AUTO_TEST_CASE(never_shows_a_secret) {
    BOOST_TEST(problems_of(with("password: s3cret, integer: x")) ==
               "job.yaml:5:38: " + kMayNotStandHere + "\njob.yaml:5:55: expected an integer, found 'x'");
    BOOST_TEST(problems_of(with("pasword: s3cret")) ==
               "job.yaml:5:28: unknown parameter 'pasword', did you mean 'password'?");
    BOOST_TEST(problems_of(with("password: s3cret")) == "job.yaml:5:38: " + kMayNotStandHere);
    BOOST_TEST(problems_of(with("password: {env: s3cret-s3cret}")) ==
               "job.yaml:5:44: this is not the name of an environment variable, such as GLOBUS_CLIENT_SECRET");
    BOOST_TEST(problems_of("name: a\ntasks: [{name: b, uses: try.typo, with: {password: s3cret}}]\n") ==
               "job.yaml:2:25: unknown task type 'try.typo', did you mean 'try.types'?");
    BOOST_TEST(problems_of("name: a\npassword: s3cret: x\n").find("s3cret") == std::string::npos);
    BOOST_TEST(
        problems_of(
            "name: a\nother: &p s3cret\ntasks: [{name: b, uses: try.types, with: {url: https://x, password: *p}}]\n") ==
        "job.yaml:2:1: unknown key 'other'\njob.yaml:3:69: " + kMayNotStandHere +
            "\n    tasks: [{name: b, uses: try.types, with: {url: https://x, password: *p}}]\n" + std::string(72, ' ') +
            "^");
    // What stands beside it in other lines is shown all the same.
    BOOST_TEST(problems_of("name: a\ntasks:\n- name: b\n  uses: try.types\n  with:\n    url: https://x\n"
                           "    password: >\n      s3cret\n      more\n    integer: x\n") ==
               "job.yaml:7:15: " + kMayNotStandHere +
                   "\njob.yaml:10:14: expected an integer, found 'x'\n        integer: x\n                 ^");
}

BOOST_AUTO_TEST_CASE(without_providers_no_provider_is_known) {
    auto catalog = testing::example_catalog();
    const JobContext context = {catalog, {}};
    const auto is_expected = [](const ConfigError& error) {
        const SourcePosition where = {"job.yaml", 2, 11};
        return error.problems() ==
               std::vector<ConfigProblem>{{where, "unknown provider 'x'; the configuration has none"}};
    };
    BOOST_CHECK_EXCEPTION(read_job("name: a\nprovider: x\n" + kTask, "job.yaml", context), ConfigError, is_expected);
}

BOOST_AUTO_TEST_SUITE_END()
