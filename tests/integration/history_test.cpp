#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <regex>
#include <sstream>
#include <string>

#include "errand/json.hpp"
#include "support/recorded_runs.hpp"

namespace errand::testing {

BOOST_FIXTURE_TEST_SUITE(history, RecordedRuns)

BOOST_AUTO_TEST_CASE(tells_which_runs_there_were) {
    BOOST_TEST(run({"history"}).out == "no runs\n");
    run_tasks(kGreet);
    run_tasks("tasks:\n  - {name: say, uses: probe.echo, with: {fail: no luck}}\n");
    const Value runs = history();
    BOOST_TEST_REQUIRE(runs.list().size() == 2U);
    BOOST_TEST(runs.list().at(0).find("state")->text() == "failed");
    BOOST_TEST(runs.list().at(0).find("reason")->text() == "task 'say' failed: no luck");
    BOOST_TEST(runs.list().at(0).find("exit_code")->integer() == 1);
    BOOST_TEST(runs.list().at(1).find("state")->text() == "succeeded");
    BOOST_TEST(runs.list().at(1).find("job")->text() == "greet");
    BOOST_TEST(history({"greet", "--state", "failed"}).list().size() == 1U);
    BOOST_TEST(history({"greet", "--since", "1h"}).list().size() == 2U);
    BOOST_TEST(history({"other"}).list().empty());
    BOOST_TEST(history({"--limit", "1"}).list().size() == 1U);
    const CommandResult since = run({"history", "--since", "lately"});
    BOOST_TEST(since.exit_code == 64);
    BOOST_TEST(since.err ==
               "errand: --since takes a duration such as 7d, or a time such as 2026-03-01T06:00:00Z, found 'lately'\n");
}

BOOST_AUTO_TEST_CASE(tells_them_in_columns) {
    run_tasks(kGreet);
    const std::string text = steady(run({"history"}).out);
    BOOST_TEST(std::regex_replace(text, std::regex(" +"), " ") ==
               "RUN JOB STATE BEGAN TOOK REASON\nRUN greet succeeded TIME " +
                   std::regex_replace(text, std::regex("[^]*TIME +([0-9ms]+) *\n"), "$1") + "\n");
}

BOOST_AUTO_TEST_CASE(shows_a_run_with_its_tasks_attempts_and_outputs) {
    run_tasks(
        "parameters: {to: {default: Ada}}\ntasks:\n"
        "  - {name: say, uses: probe.echo, with: {fail: 'no luck, ${{ params.to }}', succeeds_at: 2}, retry: "
        "{attempts: "
        "2, delay: 1ms}}\n"
        "  - {name: last, needs: [say], when: failure, uses: probe.echo}\n");
    const CommandResult shown = run({"show", "greet"});
    BOOST_TEST(shown.exit_code == 0, shown.err);
    const std::string text = std::regex_replace(steady(shown.out), std::regex(" +"), " ");
    for (const char* line :
         {"run RUN of greet: succeeded\n", " began TIME\n", " ended TIME, after A WHILE\n",
          " parameters {\"to\":\"Ada\"}\n", "TASK STATE NEEDS ATTEMPTS TOOK TIMELINE MESSAGE\n",
          "last skipped say 0 | | not begun, since all that it needs has succeeded\n", "\nattempts\n",
          " say 1 failed TIME no luck, Ada\n", " say 2 succeeded TIME echoed\n", "\noutputs\n say.seen = {"})
        BOOST_TEST(text.find(line) != std::string::npos, line << " is not in " << text);
    const Value run_value = parse_json(run({"show", "greet", "--json"}).out);
    BOOST_TEST(run_value.find("tasks")->list().at(0).find("attempts")->list().size() == 2U);
    const std::string id = run_value.find("run_id")->text();
    BOOST_TEST(run({"show", id.substr(0, 15)}).exit_code == 0);
    const CommandResult unknown = run({"show", "nothing"});
    BOOST_TEST(unknown.exit_code == 64);
    BOOST_TEST(unknown.err ==
               "errand: there is no run 'nothing', and no job of that name has run; errand history shows what has\n");
}

BOOST_AUTO_TEST_CASE(takes_an_empty_word_for_no_run) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    for (const char* command : {"show", "logs", "cancel", "lost"}) {
        const CommandResult result = run({command, ""});
        BOOST_TEST(result.exit_code == 64, command);
        BOOST_TEST(result.out == "");
        BOOST_TEST(result.err ==
                   "errand: a run or a job is to be named, and the word that stands for it is empty; errand history "
                   "shows the runs\n");
    }
    BOOST_TEST(!parse_json(run({"cancel", "greet", "--json"}).out).find("asked_to_end")->is_null());
    BOOST_TEST(running.wait().exit_code == 130);
}

BOOST_AUTO_TEST_CASE(tells_programs_what_kept_a_command_from_being_done) {
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"show", "x"}, {"logs", "x"}, {"cancel", "x"}, {"lost", "x"}, {"retry", "x"}}) {
        const CommandResult result = run({words[0], words[1], "--json"});
        BOOST_TEST(result.exit_code == 64);
        const std::string what = "there is no run 'x', and no job of that name has run; errand history shows what has";
        BOOST_TEST(to_json(parse_json(result.out)) == "{\"error\":\"" + what + "\",\"exit_code\":64}");
        BOOST_TEST(result.err == "errand: " + what + "\n");
    }
    configure("store: {url: 'postgresql://127.0.0.1:1/x'}\n");
    for (const char* command : {"history", "prune"})
        BOOST_TEST(parse_json(run({command, "--json"}).out).find("exit_code")->integer() == 69, command);
}

BOOST_AUTO_TEST_CASE(tells_programs_what_tasks_print_and_log_line_by_line) {
    run_tasks(
        "tasks:\n  - {name: a, uses: probe.echo, with: {text: '{\"x\": 1}', fail: no, succeeds_at: 2},\n"
        "     retry: {attempts: 2, delay: 1ms}}\n");
    const std::string told = run({"logs", "greet", "--json"}).out;
    const auto attempt = [](const std::string& number) {
        const std::string begin = "{\"attempt\":" + number + ",\"item\":null,\"kind\":\"";
        const std::string end = "\",\"time\":\"TIME\"}\n";
        return begin + R"(out","task":"a","text":"{\"x\": 1})" + end + begin +
               R"(warning","task":"a","text":"about to put out)" + end;
    };
    BOOST_TEST(steady(told) == attempt("1") + attempt("2"));
    BOOST_TEST(run({"logs", "greet", "--json", "--follow", "--times"}).out == told);
}

BOOST_AUTO_TEST_CASE(tells_of_items_and_of_what_is_left_out) {
    run_tasks(kGreet);
    const std::string logs = "home/.local/state/errand/runs/" + newest().find("run_id")->text();
    std::filesystem::remove_all(*this / logs);
    write(logs + "/a[3].1.605138", "2026-03-01T06:00:00.000Z info the end\n");
    BOOST_TEST(run({"logs", "greet"}).out == "a[3]: ... 590KiB left out here ...\na[3]: the end\n");
    BOOST_TEST(run({"logs", "greet", "--json"}).out ==
               R"({"attempt":1,"item":3,"kind":null,"task":"a","text":"... 590KiB left out here ...","time":null})"
               "\n"
               R"({"attempt":1,"item":3,"kind":"info","task":"a","text":"the end","time":"2026-03-01T06:00:00.000Z"})"
               "\n");
}

BOOST_AUTO_TEST_CASE(keeps_what_tasks_print_and_log) {
    run_tasks(
        "tasks:\n  - {name: a, uses: probe.echo, with: {text: 'hello\n\n    world'}}\n"
        "  - {name: b, needs: [a], foreach: [bye], uses: probe.echo, with: {text: '${{ item }}'}}\n"
        "  - {name: b-0, needs: [b], uses: probe.echo, with: {text: end}}\n");
    BOOST_TEST(run({"logs", "greet"}).out ==
               "a: hello\na: world\na: warning: about to put out\nb[0]: bye\nb[0]: warning: about to put out\n"
               "b-0: end\nb-0: warning: about to put out\n");
    BOOST_TEST(run({"logs", "greet", "b-0"}).out == "end\nwarning: about to put out\n");
    BOOST_TEST(run({"logs", "greet", "b"}).out == "bye\nwarning: about to put out\n");
    BOOST_TEST(steady(run({"logs", "greet", "b", "--times"}).out) == "TIME out bye\nTIME warning about to put out\n");
    const CommandResult unknown = run({"logs", "greet", "c"});
    BOOST_TEST(unknown.exit_code == 64);
    BOOST_TEST(unknown.err.find("has no task 'c'") != std::string::npos, unknown.err);
}

BOOST_AUTO_TEST_CASE(follows_a_run_that_is_under_way) {
    Command running(
        request("tasks:\n  - {name: say, uses: probe.echo, with: {text: first}}\n"
                "  - {name: wait, needs: [say], uses: probe.echo, with: {wait: 1s, text: second}}\n"));
    BOOST_TEST_REQUIRE(wait_for("running"));
    Command following(errand({"logs", "greet", "--follow"}));
    BOOST_TEST(following.wait_until_printed("second"));
    BOOST_TEST(following.wait().exit_code == 0);
    BOOST_TEST(running.wait().exit_code == 0);
}

BOOST_AUTO_TEST_CASE(tells_a_run_that_took_too_long) {
    BOOST_TEST(run_tasks(std::string("time_limit: 300ms\n") + kWait).exit_code == 124);
    BOOST_TEST(state_of_newest() == "timed_out");
    BOOST_TEST(newest().find("reason")->text() ==
               "task 'wait' timed out: the run was not done within its time limit of 300ms");
}

BOOST_AUTO_TEST_CASE(shows_tasks_as_the_job_has_them_and_items_by_their_order) {
    run_tasks(
        "max_parallel: 1\ntasks:\n  - {name: z, uses: probe.echo}\n"
        "  - {name: y, needs: [z], foreach: [1, 2], uses: probe.echo}\n"
        "  - {name: b, needs: [y], if: 'false', uses: probe.echo}\n  - {name: a, needs: [b], uses: probe.echo}\n");
    const Value shown = parse_json(run({"show", "greet", "--json"}).out);
    std::string rows;
    std::istringstream lines(run({"show", "greet"}).out);
    for (std::string line; std::getline(lines, line);)
        if (line.find(" |") != std::string::npos) rows += line.substr(0, line.find(' ')) + " ";
    BOOST_TEST(rows == "z y y[0] y[1] b a ");
    BOOST_TEST(shown.find("tasks")->list().size() == 6U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing
