#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "base/directory_lock.hpp"
#include "base/process_tree.hpp"
#include "errand/json.hpp"
#include "support/eventually.hpp"
#include "support/gate.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

namespace {

constexpr char kGreet[] = "tasks:\n  - {name: say, uses: probe.echo, with: {text: hello}}\n";
constexpr char kWait[] = "tasks:\n  - {name: wait, uses: probe.echo, with: {wait: 1h}}\n";

}  // namespace

/// Runs that are recorded.
struct Recorded : Workspace {
    Recorded() {
        configure("limits: {grace: 1s}\n");
        set("TZ=Europe/Berlin");
        // Else a sanitizer does that in unit tests only.
        set("ASAN_OPTIONS=detect_leaks=1");
    }
    CommandRequest request(const std::string& tasks, std::vector<std::string> more = {}) const {
        write("job.yaml", "name: greet\n" + tasks);
        more.insert(more.begin(), {"run", "./job.yaml"});
        return errand(more);
    }
    CommandResult run_tasks(const std::string& tasks, std::vector<std::string> more = {}) const {
        return run_command(request(tasks, std::move(more)));
    }
    Value history(std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {"history", "--json"});
        return *parse_json(run(more).out).find("runs");
    }
    Value newest() const { return history().list().at(0); }
    /// A word of several spaces' distance from the next: in columns, one is enough here.
    static std::string in_one_line(const std::string& text) { return std::regex_replace(text, std::regex(" +"), " "); }
    std::string state_of_newest() const { return newest().find("state")->text(); }
    /// Until the newest run is in this state. False if that does not come.
    bool wait_for(const std::string& state) const {
        return eventually([&] {
            const Value runs = history();
            return !runs.list().empty() && runs.list().at(0).find("state")->text() == state;
        });
    }
    /// Until one is told, as its attempts are ended first.
    CommandResult look_for_lost_runs() const {
        CommandResult told;
        BOOST_TEST(eventually([&] {
            told = run({"history", "--json"});
            return !told.err.empty();
        }));
        return told;
    }
    /// What differs from run to run is replaced.
    static std::string steady(std::string text) {
        text = std::regex_replace(text, std::regex("[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z-[0-9a-f]{6}"), "RUN");
        text = std::regex_replace(text, std::regex("[0-9]{4}-[0-9-]{5} [0-9:]{8} \\+0[12]:00"), "TIME");
        text = std::regex_replace(text, std::regex("[0-9]{4}-[0-9-]{5}T[0-9:]{8}(\\.[0-9]{3})?Z"), "TIME");
        text = std::regex_replace(text, std::regex("(TOOK|after) +([0-9]+m?s)+"), "$1 A WHILE");
        char host[256] = {};
        gethostname(host, sizeof host - 1);
        return std::regex_replace(text, std::regex(host), "HOST");
    }
};

BOOST_FIXTURE_TEST_SUITE(history, Recorded)

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

BOOST_AUTO_TEST_CASE(begins_no_run_while_another_is_under_way) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    const CommandResult second = run_tasks(kGreet);
    BOOST_TEST(second.exit_code == 75);
    BOOST_TEST(steady(second.err) == "TIME info: not started: run RUN of this job is still running\n");
    BOOST_TEST(state_of_newest() == "skipped");
    const std::string first = history().list().at(1).find("run_id")->text();
    BOOST_TEST(in_one_line(steady(run({"show", "greet"}).out)) ==
               "run RUN of greet: skipped, run RUN of this job is still running\n queued TIME\n ended TIME\n"
               " started by hand on HOST\n");
    BOOST_TEST(in_one_line(steady(run({"history", "--state", "skipped"}).out)) ==
               "RUN JOB STATE BEGAN TOOK REASON\nRUN greet skipped run RUN of this job is still running\n");
    const Value report = parse_json(run_tasks(kGreet, {"--json"}).out);
    BOOST_TEST(report.find("run_id")->text() == newest().find("run_id")->text());
    BOOST_TEST(report.find("other_run")->text() == first);
    const CommandResult quiet = run_tasks(kGreet, {"--quiet"});
    BOOST_TEST(quiet.exit_code == 75);
    BOOST_TEST(quiet.out + quiet.err == "");
    BOOST_TEST(run_tasks(std::string("overlap: allow\n") + kGreet).exit_code == 0);
    running.signal(SIGTERM);
    BOOST_TEST(running.wait().exit_code == 130);
    BOOST_TEST(run_tasks(kGreet).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(puts_a_run_in_the_place_of_another) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    const CommandResult second = run_tasks(std::string("overlap: replace\n") + kGreet);
    BOOST_TEST(second.exit_code == 0, second.err);
    const CommandResult first = running.wait();
    BOOST_TEST(first.exit_code == 130);
    BOOST_TEST(first.err.find("cancelled by run ") != std::string::npos, first.err);
    BOOST_TEST(state_of_newest() == "succeeded");
}

BOOST_AUTO_TEST_CASE(has_runs_wait_for_each_other) {
    Gate gate;
    Command running(request("tasks:\n" + gate.task("wait")));
    BOOST_TEST_REQUIRE(gate.wait_for_task());
    Command second(request(std::string("overlap: queue\n") + kGreet));
    BOOST_TEST_REQUIRE(second.wait_until_printed("info: queued: "));
    gate.open();
    BOOST_TEST(running.wait().exit_code == 0);
    BOOST_TEST(second.wait().exit_code == 0);
}

BOOST_AUTO_TEST_CASE(runs_a_job_once_for_a_slot) {
    BOOST_TEST(run_tasks(kGreet, {"--scheduled-for", "2026-03-01T06:00:00Z"}).exit_code == 0);
    const CommandResult again = run_tasks(kGreet, {"--scheduled-for", "2026-03-01T07:00:00+01:00"});
    BOOST_TEST(again.exit_code == 75);
    BOOST_TEST(again.err.find("not started: ") != std::string::npos, again.err);
    const Value report = parse_json(run_tasks(kGreet, {"--scheduled-for", "2026-03-01T06:00:00Z", "--json"}).out);
    BOOST_TEST(report.find("run_id")->is_null());
    BOOST_TEST(report.find("other_run")->text() == newest().find("run_id")->text());
    BOOST_TEST(report.find("exit_code")->integer() == 75);
    BOOST_TEST(history().list().size() == 1U);
    BOOST_TEST(newest().find("scheduled_for")->text() == "2026-03-01T06:00:00Z");
    BOOST_TEST(newest().find("trigger")->text() == "on schedule");
    const CommandResult wrong = run_tasks(kGreet, {"--scheduled-for", "noon"});
    BOOST_TEST(wrong.exit_code == 64);
    BOOST_TEST(wrong.err ==
               "errand: --scheduled-for takes now, or a time such as 2026-03-01T06:00:00Z, found 'noon'\n");
}

BOOST_AUTO_TEST_CASE(lets_somebody_else_end_a_run) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    set("USER=ada");
    const CommandResult cancel = run({"cancel", "greet"});
    BOOST_TEST(steady(cancel.out) == "the run RUN of greet is asked to end\n", cancel.err);
    const CommandResult result = running.wait();
    BOOST_TEST(result.exit_code == 130);
    BOOST_TEST(steady(result.err) == "TIME error: task 'wait' cancelled after A WHILE: cancelled by ada on HOST\n");
    BOOST_TEST(state_of_newest() == "cancelled");
    BOOST_TEST(newest().find("reason")->text().find("cancelled by ada on ") != std::string::npos);
    BOOST_TEST(steady(run({"cancel", "greet"}).out) == "the run RUN of greet is over: cancelled\n");
    BOOST_TEST(steady(run({"cancel", "greet", "--json"}).out) ==
               "{\n  \"asked_to_end\": false,\n  \"job\": \"greet\",\n  \"run_id\": \"RUN\",\n  \"state\": "
               "\"cancelled\"\n}\n");
}

BOOST_AUTO_TEST_CASE(tells_who_ended_a_run_before_it_began) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    Command second(request(std::string("overlap: queue\n") + kGreet));
    BOOST_TEST_REQUIRE(second.wait_until_printed("queued: "));
    const std::string id = newest().find("run_id")->text();
    BOOST_TEST(steady(run({"cancel", id, "--json"}).out) ==
               "{\n  \"asked_to_end\": true,\n  \"job\": \"greet\",\n  \"run_id\": \"RUN\",\n  \"state\": "
               "\"queued\"\n}\n");
    BOOST_TEST(second.wait().exit_code == 130);
    // Its environment has no USER.
    const struct passwd* user = ::getpwuid(::getuid());
    BOOST_TEST_REQUIRE(user != nullptr);
    BOOST_TEST(in_one_line(steady(run({"show", id}).out)) ==
               "run RUN of greet: cancelled by " + std::string(user->pw_name) +
                   " on HOST\n queued TIME\n ended TIME\n started by hand on HOST\n");
    running.signal(SIGTERM);
    running.wait();
}

BOOST_AUTO_TEST_CASE(tells_a_run_whose_supervisor_was_killed) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    running.signal(SIGKILL);
    running.wait();
    const CommandResult told = look_for_lost_runs();
    BOOST_TEST(steady(told.err).ends_with("errand: the run RUN is lost: its supervisor ended without a word\n"),
               told.err);
    BOOST_TEST(std::filesystem::is_empty(work_directory()));
    BOOST_TEST(state_of_newest() == "lost");
    BOOST_TEST(newest().find("reason")->text() == "its supervisor ended without a word");
    BOOST_TEST(run_tasks(kGreet).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(has_no_run_wait_for_one_whose_supervisor_was_killed) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    Command second(request(std::string("overlap: queue\n") + kGreet));
    BOOST_TEST_REQUIRE(second.wait_until_printed("queued: "));
    running.signal(SIGKILL);
    const CommandResult result = second.wait();
    BOOST_TEST(result.exit_code == 0, result.err);
    BOOST_TEST(result.err.find(" is lost: its supervisor ended without a word\n") != std::string::npos, result.err);
}

BOOST_AUTO_TEST_CASE(begins_no_run_beside_what_is_left_of_one_whose_supervisor_was_killed) {
    Command running(request("tasks:\n  - {name: stubborn, uses: hostile.ignore-term, grace: 1h}\n"));
    BOOST_TEST_REQUIRE(running.wait_until_printed("deaf"));
    const std::vector<pid_t> left = descendants(running.pid());
    running.signal(SIGKILL);
    running.wait();
    const CommandResult second = run_tasks(kGreet);
    BOOST_TEST(second.exit_code == 75);
    BOOST_TEST(steady(second.err) == "TIME info: not started: run RUN of this job is still running\n");
    for (const pid_t pid : left) ::kill(pid, SIGKILL);
    BOOST_TEST(steady(look_for_lost_runs().err) ==
               "errand: a run was killed before it could clean up; its working directories were removed: 1, and its "
               "processes ended: 0\n"
               "errand: the run RUN is lost: its supervisor ended without a word\n");
    BOOST_TEST(std::filesystem::is_empty(work_directory()));
    BOOST_TEST(run_tasks(kGreet).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(removes_what_need_not_be_kept) {
    for (int i = 0; i < 3; ++i) run_tasks(kGreet);
    const auto runs = *this / "home/.local/state/errand/runs";
    const auto count = [&] {
        return std::distance(std::filesystem::directory_iterator(runs), std::filesystem::directory_iterator());
    };
    BOOST_TEST(count() == 3);
    const CommandResult pruned = run({"prune", "--max-runs", "1"});
    BOOST_TEST(std::regex_match(pruned.out, std::regex("removed 2 runs, and [0-9]+ bytes of what they printed and "
                                                       "logged\n")),
               pruned.out + pruned.err);
    BOOST_TEST(run({"prune"}).out == "removed no runs\n");
    BOOST_TEST(count() == 1);
    BOOST_TEST(history().list().size() == 1U);
}

BOOST_AUTO_TEST_CASE(removes_what_was_left_behind_once_it_is_old) {
    using std::filesystem::file_time_type;
    run_tasks(kGreet);
    const std::string known = newest().find("run_id")->text();
    const auto make = [&](const std::string& name, std::chrono::hours age) {
        std::filesystem::create_directory(runs_directory() / name);
        if (name.ends_with("full")) write("home/.local/state/errand/runs/" + name + "/say.1.0", "hello");
        std::filesystem::last_write_time(runs_directory() / name, file_time_type::clock::now() - age);
    };
    constexpr std::chrono::hours kOld(24 * 91);
    make("young-empty", std::chrono::hours(0));
    make("empty", std::chrono::hours(1));
    make("full", std::chrono::hours(1));
    make("old-full", kOld);
    make("old-held-full", kOld);
    make(".old-other-full", kOld);
    std::filesystem::last_write_time(runs_directory() / known, file_time_type::clock::now() - kOld);
    const UniqueFd held = hold_directory(runs_directory() / "old-held-full");
    BOOST_TEST(run({"prune", "--json"}).out == "{\n  \"bytes\": 5,\n  \"runs\": 0\n}\n");
    std::set<std::string> left;
    for (const auto& directory : std::filesystem::directory_iterator(runs_directory()))
        left.insert(directory.path().filename());
    BOOST_TEST((left == std::set<std::string>{known, ".old-other-full", "full", "old-held-full", "young-empty"}));
    configure("limits: {grace: 1s}\nhistory: {max_size: 4}\n");
    run({"prune"});
    BOOST_TEST(!std::filesystem::exists(runs_directory() / "full"));
}

BOOST_AUTO_TEST_CASE(shares_places_between_jobs) {
    configure("limits: {grace: 1s}\npools: {narrow: 1}\n");
    const std::string pool = "concurrency: [narrow]\n";
    Command running(request(pool + kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    write("other.yaml", "name: other\n" + pool + kGreet);
    Command other(errand({"run", "./other.yaml"}));
    BOOST_TEST(other.wait_until_printed("queued: "));
    running.signal(SIGTERM);
    BOOST_TEST(running.wait().exit_code == 130);
    BOOST_TEST(other.wait().exit_code == 0);
    const CommandResult unknown = run_tasks(std::string("concurrency: [norrow]\n") + kGreet);
    BOOST_TEST(unknown.exit_code == 78);
    BOOST_TEST(unknown.err.find("unknown pool 'norrow', did you mean 'narrow'?") != std::string::npos, unknown.err);
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

BOOST_AUTO_TEST_CASE(leaves_a_run_of_another_host_to_whoever_knows_better) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    const CommandResult here = run({"lost", "greet"});
    BOOST_TEST(here.exit_code == 64);
    BOOST_TEST(steady(here.err) == "errand: the run RUN is under way on this host; to end it: errand cancel RUN\n");
    running.signal(SIGKILL);
    running.wait();
    write("home/.local/state/errand/host-key", "another\n");
    BOOST_TEST(state_of_newest() == "running");
    BOOST_TEST(run_tasks(kGreet).exit_code == 75);
    set("USER=ada");
    const std::string first = history({"--state", "running"}).list().at(0).find("run_id")->text();
    BOOST_TEST(steady(run({"lost", first}).out) == "the run RUN of greet is lost\n");
    BOOST_TEST(steady(run({"lost", first, "--json"}).out) ==
               "{\n  \"given_up\": false,\n  \"job\": \"greet\",\n  \"run_id\": \"RUN\",\n  \"state\": "
               "\"lost\"\n}\n");
    BOOST_TEST(steady(history({"--state", "lost"}).list().at(0).find("reason")->text()) ==
               "given up by ada on HOST, as HOST is gone");
    BOOST_TEST(run_tasks(kGreet).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(keeps_no_more_of_what_tasks_print_than_it_is_told) {
    run_tasks(kGreet);
    run_tasks(kGreet);
    configure("limits: {grace: 1s}\nhistory: {max_size: 1B}\n");
    const CommandResult wrong = run({"prune"});
    BOOST_TEST(wrong.exit_code == 78);
    configure("limits: {grace: 1s}\nhistory: {max_size: 60}\n");
    BOOST_TEST(run({"prune"}).out.find("removed 2 runs, and ") == 0U);
    BOOST_TEST(run({"history", "greet"}).out == "no runs of 'greet'\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing
