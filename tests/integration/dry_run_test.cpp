#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>

#include "errand/json.hpp"
#include "support/normalised.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

/// A job that is looked at before it is run.
struct Planned : Workspace {
    Planned() {
        configure();
        write(
            "job.yaml",
            "name: nightly\nmax_parallel: 2\nparameters:\n  limit: {type: integer, default: 7}\n"
            "  password: {secret: true, default: {env: PASSWORD}}\ntasks:\n"
            "  - {name: list, uses: globus.list-endpoints, with: {limit: '${{ params.limit }}'}}\n"
            "  - {name: tell, needs: [list], if: tasks.list.outputs.count > 0, uses: probe.echo, retry: {attempts: "
            "3},\n"
            "     with: {text: '${{ tasks.list.outputs.count }}', fail: 'at ${{ run.scheduled_for }}',\n"
            "            password: '${{ params.password }}'}}\n"
            "on_failure:\n"
            "  - {name: keep, uses: file.write, with: {path: 'why-${{ run.job }}.txt', text: '${{ run.reason }}'}}\n");
    }
};

BOOST_FIXTURE_TEST_SUITE(dry_run, Planned)

BOOST_AUTO_TEST_CASE(shows_what_would_be_run_with_what) {
    const CommandResult shown =
        run({"run", "./job.yaml", "--sandbox", "--dry-run", "--scheduled-for", "2026-03-01T06:00:00Z"});
    BOOST_TEST(shown.exit_code == 0, shown.err);
    BOOST_TEST(normalised(shown.out, *this) ==
               "the job nightly of WORKSPACE/job.yaml, up to 2 tasks at once\n"
               "  for       TIME\n"
               "  params    {\"limit\":7}\n"
               "  secret    password, from {\"env\":\"PASSWORD\"}\n"
               "tasks\n"
               "  list: globus.list-endpoints\n"
               "    with      {\"filter_scope\":\"my-endpoints\",\"format\":\"text\",\"limit\":7}\n"
               "    token     for transfer.api.globus.org from 'sandbox': "
               "urn:globus:auth:scope:transfer.api.globus.org:all\n"
               "    would     ask http://127.0.0.1:PORT/ for endpoints, my-endpoints, at most 7, page by page\n"
               "  tell: probe.echo, after list, if tasks.list.outputs.count > 0, in up to 3 attempts\n"
               "    with      {\"fail\":\"at TIME\",\"succeeds_at\":1000,\"tell\":false,\"wait\":0}\n"
               "    later     text, and what of its files and tokens follows from that\n"
               "    secret    password, from {\"param\":\"password\"}\n"
               "on_failure\n"
               "  keep: file.write\n"
               "    with      {\"append\":false,\"path\":\"WORKSPACE/why-nightly.txt\"}\n"
               "    later     text, and what of its files and tokens follows from that\n"
               "nothing was run, recorded or sent\n");
    BOOST_TEST(run({"history"}).out == "no runs\n");
    BOOST_TEST(run({"history", "--sandbox"}).out == "no runs\n");
}

BOOST_AUTO_TEST_CASE(tells_programs_the_same) {
    const CommandResult shown = run({"run", "./job.yaml", "--sandbox", "--dry-run", "--json", "--param", "limit=3"});
    const Value plan = parse_json(shown.out);
    BOOST_TEST(plan.find("parameters")->find("limit")->integer() == 3);
    const Value& list = plan.find("tasks")->list().at(0);
    BOOST_TEST(list.find("parameters")->find("limit")->integer() == 3);
    BOOST_TEST(list.find("tokens")->list().at(0).find("provider")->text() == "sandbox");
    BOOST_TEST(plan.find("tasks")->list().at(1).find("known_later")->list().at(0).text() == "text");
}

BOOST_AUTO_TEST_CASE(tells_what_could_not_be_run) {
    const CommandResult shown = run({"run", "./job.yaml", "--sandbox", "--dry-run", "--param", "limit=-3"});
    BOOST_TEST(shown.exit_code == 78);
    BOOST_TEST(shown.out.find("\n    problem   ") != std::string::npos, shown.out);
    const CommandResult missing = run({"run", "./job.yaml", "--dry-run"});
    BOOST_TEST(missing.exit_code == 78);
    BOOST_TEST(missing.out == "");
}

BOOST_AUTO_TEST_CASE(lets_task_types_say_what_they_would_do) {
    set("PASSWORD=hunter2-hunter2");
    const auto asked = [&](const std::string& with) {
        write("asked.yaml", "name: asked\ntasks:\n  - {name: ask, uses: probe.preview, with: {" + with + "}}\n");
        const CommandResult shown = run({"run", "./asked.yaml", "--sandbox", "--dry-run"});
        const std::size_t begin = shown.out.find("    would ");
        const std::size_t problem = std::min(begin, shown.out.find("    problem "));
        return std::to_string(shown.exit_code) + "\n" +
               normalised(shown.out.substr(std::min(problem, shown.out.size())), *this);
    };
    constexpr char kEnd[] = "nothing was run, recorded or sent\n";
    BOOST_TEST(asked("do: say, password: {env: PASSWORD}") ==
               std::string("0\n    would     do nothing in asked.ask\n"
                           "    would     with a token for transfer.api.globus.org and the password ***\n"
                           "    would     at http://127.0.0.1:PORT/\n") +
                   kEnd);
    BOOST_TEST(asked("do: refuse") == std::string("78\n    problem   nobody can do that\n") + kEnd);
    BOOST_TEST(asked("do: write, file: made") == std::string("0\n    would     Permission denied\n") + kEnd);
    BOOST_TEST(!std::filesystem::exists(*this / "made"));
    BOOST_TEST(asked("do: crash") ==
               std::string("78\n    problem   ended before it could say what it would do, killed by "
                           "SIGABRT (Aborted)\n") +
                   kEnd);
}

BOOST_AUTO_TEST_CASE(tells_which_task_an_expression_keeps_from_beginning) {
    write("job.yaml",
          "name: tagged\nparameters: {tags: {type: list, default: [new]}}\ntasks:\n"
          "  - {name: first, uses: probe.echo}\n"
          "  - {name: in-text, uses: probe.echo, with: {text: 'tags: ${{ params.tags }}'}}\n"
          "  - {name: in-condition, if: params.tags, uses: probe.echo}\n"
          "  - {name: in-items, foreach: '${{ params.tags[0] }}', uses: probe.echo}\n"
          "  - {name: in-environment, environment: {TAG: '${{ params.tags[7] }}'}, uses: probe.echo}\n"
          "  - {name: not-begun, if: length(params.tags) > 7, uses: probe.echo, with: {text: '${{ params.tags[7] "
          "}}'}}\n");
    const CommandResult shown = run({"run", "./job.yaml", "--dry-run"});
    BOOST_TEST(shown.exit_code == 78);
    BOOST_TEST(shown.err == "");
    const std::string with = "    with      {\"fail\":\"\",\"succeeds_at\":1000,\"tell\":false,";
    const std::string all = with + "\"text\":\"\",\"wait\":0}\n";
    const std::string open = with + "\"wait\":0}\n";
    BOOST_TEST(normalised(shown.out, *this) ==
               "the job tagged of WORKSPACE/job.yaml, up to 4 tasks at once\n  params    {\"tags\":[\"new\"]}\ntasks\n"
               "  first: probe.echo\n" +
                   all + "  in-text: probe.echo\n" + open +
                   "    problem   'params.tags' is a list within a text; use join() or json()\n"
                   "  in-condition: probe.echo, if params.tags\n" +
                   all +
                   "    problem   its condition params.tags: a condition is true or false, found a list\n"
                   "  in-items: probe.echo, for each item of a list\n" +
                   all +
                   "    problem   'foreach' is to be a list, and its expression gives text\n"
                   "  in-environment: probe.echo\n" +
                   all +
                   "    problem   'params.tags[7]' is not there: the list has 1 item\n"
                   "  not-begun: probe.echo, if length(params.tags) > 7\n" +
                   open + "    would     not begin, since its condition is false\nnothing was run, recorded or sent\n");
    const CommandResult told = run({"run", "./job.yaml", "--dry-run", "--json"});
    BOOST_TEST(told.exit_code == 78);
    const Value::List tasks = parse_json(told.out).find("tasks")->list();
    const Value report = parse_json(run({"run", "./job.yaml", "--json"}).out);
    BOOST_TEST(report.find("exit_code")->integer() == 78);
    for (std::size_t i = 1; i < 5; ++i)
        BOOST_TEST(report.find("tasks")->list().at(i).find("message")->text() == tasks.at(i).find("problem")->text());
}

BOOST_AUTO_TEST_CASE(finds_what_a_task_type_alone_can_know) {
    write("asked.yaml",
          "name: asked\ntasks:\n  - {name: ask, uses: http.request, with: {url: 'https://api.example.org/', body: x, "
          "json: 1}}\n");
    const CommandResult shown = run({"run", "./asked.yaml", "--dry-run"});
    BOOST_TEST(shown.exit_code == 78);
    BOOST_TEST(
        shown.out.find("\n    problem   there are both 'body' and 'json'; give one of them\n") != std::string::npos,
        shown.out);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing
