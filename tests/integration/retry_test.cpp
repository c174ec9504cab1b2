#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "errand/json.hpp"
#include "support/eventually.hpp"
#include "support/raw_server.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

/// Runs that are done over.
struct DoneOverAgain : Workspace {
    DoneOverAgain() { configure("limits: {grace: 1s}\n"); }

    CommandResult run_job(const std::string& text, std::vector<std::string> more = {}) const {
        write("job.yaml", "name: nightly\n" + text);
        more.insert(more.begin(), {"run", "./job.yaml"});
        return run(more);
    }
    /// The report of a retry that is to end with `code`.
    Value retry(std::vector<std::string> more, int code = 0) const {
        more.insert(more.begin(), {"retry", "--json"});
        const CommandResult result = run(more);
        BOOST_TEST(result.exit_code == code, result.err << result.out);
        return parse_json(result.out);
    }
    /// Until the newest run of the job is lost.
    void wait_until_lost(const std::string& job = "nightly") const {
        BOOST_TEST_REQUIRE(eventually([&] { return show(job).find("state")->text() == "lost"; }));
    }
    /// Begins a run of a job in a file of its own, and kills its supervisor once its last task is at work.
    void lose(const std::string& text, const std::string& job = "nightly") const {
        write(job + ".yaml", "name: " + job + "\n" + text);
        Command running(errand({"run", "./" + job + ".yaml"}));
        const std::regex at_work("\nwait +running");
        BOOST_TEST_REQUIRE(eventually([&] { return std::regex_search(run({"show", job}).out, at_work); }));
        ::kill(running.pid(), SIGKILL);
        running.wait();
        wait_until_lost(job);
    }
    /// Waits for a run of the job that is newer than this one.
    bool running_since(const std::string& id) const {
        for (int i = 0; i < 1'500; ++i) {
            if (show().find("run_id")->text() != id) return true;
            usleep(20'000);
        }
        return false;
    }
    Value show(const std::string& name = "nightly") const { return parse_json(run({"show", name, "--json"}).out); }
    /// `list: succeeded, 0 attempts, done by run RUN`, a line for each task and item, in the order of their names.
    static std::string tasks_of(const Value& run) {
        std::multiset<std::string> lines;
        for (const Value& task : run.find("tasks")->list()) {
            const Value& item = *task.find("item");
            lines.insert(task.find("name")->text() + (item.is_null() ? "" : std::to_string(item.integer())) + ": " +
                         task.find("state")->text() + ", " + std::to_string(task.find("attempts")->list().size()) +
                         " attempts, " + task.find("message")->text() + "\n");
        }
        std::string text;
        for (const std::string& line : lines) text += line;
        return std::regex_replace(text, std::regex("[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z-[0-9a-f]{6}"), "RUN");
    }
};

namespace {

/// The second of the items of `each` fails while `failure` is its item.
std::string three_tasks(const std::string& failure) {
    return "tasks:\n"
           "  - {name: first, uses: probe.echo, with: {text: one}}\n"
           "  - {name: each, needs: [first], foreach: ['', no luck], uses: probe.echo, with: {fail: '" +
           failure +
           "'}}\n"
           "  - {name: beside, uses: probe.echo}\n"
           "  - {name: last, needs: [each], uses: probe.echo, with: {text: '${{ tasks.first.outputs.seen.job }}'}}\n";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(retry, DoneOverAgain)

BOOST_AUTO_TEST_CASE(does_over_what_failed_with_the_job_as_it_is_now) {
    BOOST_TEST(run_job(three_tasks("${{ item }}")).exit_code == 1);
    const std::string first = show().find("run_id")->text();
    write("job.yaml", "name: nightly\n" + three_tasks(""));
    const Value report = retry({"nightly", "--failed"});
    const Value again = show();
    BOOST_TEST(report.find("retry_of")->text() == first);
    BOOST_TEST(again.find("retry_of")->text() == first);
    BOOST_TEST(again.find("run_id")->text() == report.find("run_id")->text());
    BOOST_TEST(tasks_of(again) ==
               "beside: succeeded, 0 attempts, done by run RUN\n"
               "each0: succeeded, 0 attempts, done by run RUN\n"
               "each1: succeeded, 1 attempts, echoed\n"
               "each: succeeded, 0 attempts, 2 of 2 items succeeded\n"
               "first: succeeded, 0 attempts, done by run RUN\n"
               "last: succeeded, 1 attempts, echoed\n");
    BOOST_TEST(run({"logs", "nightly", "last"}).out.starts_with("nightly\n"));
    const std::string shown = run({"show", "nightly"}).out;
    BOOST_TEST(shown.find("does over  " + first) != std::string::npos, shown);
}

BOOST_AUTO_TEST_CASE(does_over_all_of_it) {
    run_job(three_tasks(""));
    retry({"nightly"});
    BOOST_TEST(tasks_of(show()) ==
               "beside: succeeded, 1 attempts, echoed\n"
               "each0: succeeded, 1 attempts, echoed\n"
               "each1: succeeded, 1 attempts, echoed\n"
               "each: succeeded, 0 attempts, 2 of 2 items succeeded\n"
               "first: succeeded, 1 attempts, echoed\n"
               "last: succeeded, 1 attempts, echoed\n");
}

BOOST_AUTO_TEST_CASE(does_over_from_a_task_on) {
    run_job(three_tasks(""));
    retry({"nightly", "--from", "each"});
    BOOST_TEST(tasks_of(show()) ==
               "beside: succeeded, 0 attempts, done by run RUN\n"
               "each0: succeeded, 1 attempts, echoed\n"
               "each1: succeeded, 1 attempts, echoed\n"
               "each: succeeded, 0 attempts, 2 of 2 items succeeded\n"
               "first: succeeded, 0 attempts, done by run RUN\n"
               "last: succeeded, 1 attempts, echoed\n");
    BOOST_TEST(run({"retry", "nightly", "--from", "fist"}).err ==
               "errand: --from: the job 'nightly' has no task 'fist', did you mean 'first'?\n");
}

BOOST_AUTO_TEST_CASE(does_over_what_needs_a_task_that_is_another_now) {
    run_job(
        "tasks:\n  - {name: a, uses: probe.echo}\n  - {name: b, needs: [a], uses: probe.echo}\n"
        "  - {name: c, uses: probe.echo, with: {fail: no luck}}\n");
    write("job.yaml",
          "name: nightly\ntasks:\n  - {name: a, uses: probe.environment}\n  - {name: b, needs: [a], uses: "
          "probe.echo}\n  - {name: c, uses: probe.echo}\n");
    retry({"nightly", "--failed"});
    BOOST_TEST(tasks_of(show()) ==
               "a: succeeded, 1 attempts, \nb: succeeded, 1 attempts, echoed\n"
               "c: succeeded, 1 attempts, echoed\n");
}

BOOST_AUTO_TEST_CASE(gives_it_the_parameters_and_the_time_that_the_run_had) {
    const std::string job =
        "parameters:\n  to: {required: true}\n  password: {secret: true}\ntasks:\n"
        "  - {name: say, uses: probe.echo, with: {text: '${{ params.to }} at ${{ run.scheduled_for }}', tell: true, "
        "password: '${{ params.password }}'}}\n";
    write("given.yaml", "to: Ada\npassword: {file: secret}\n");
    write("secret", "hush-hush-hush");
    std::filesystem::permissions(*this / "secret", std::filesystem::perms::owner_read);
    BOOST_TEST(run_job(job, {"--params-file", "given.yaml", "--scheduled-for", "2026-03-01T06:00:00Z"}).exit_code == 0);
    const CommandResult again = run({"retry", "nightly"});
    BOOST_TEST(again.exit_code == 0, again.err);
    BOOST_TEST(again.out.starts_with("Ada at 2026-03-01T06:00:00Z\n"), again.out);
    BOOST_TEST(again.out.find(" has 14 bytes\n") != std::string::npos, again.out);
    BOOST_TEST(run({"show", "nightly", "--json"}).out.find("hush-hush-hush") == std::string::npos);
    // The slot is the first run's still.
    BOOST_TEST(run_job(job, {"--params-file", "given.yaml", "--scheduled-for", "2026-03-01T06:00:00Z"}).exit_code ==
               75);
    write("job.yaml", "name: nightly\ntasks:\n  - {name: say, uses: probe.echo}\n");
    BOOST_TEST(run({"retry", "nightly"}).err ==
               "errand: the run was given the parameter 'to', which the job 'nightly' does not have any more\n");
}

BOOST_AUTO_TEST_CASE(submits_nothing_twice) {
    RawServer server(ServerScript(10, {{answer(200, "", "Connection: close\r\n")}}));
    const auto job = [&](int succeeds_at) {
        return "tasks:\n  - {name: send, uses: probe.submit, retry: {attempts: 2, delay: 1ms}, with: {url: '" +
               server.url("/x") + "', succeeds_at: " + std::to_string(succeeds_at) + "}}\n";
    };
    BOOST_TEST(run_job(job(3)).exit_code == 1);
    const std::string id = show().find("run_id")->text() + ".1";
    write("job.yaml", "name: nightly\n" + job(2));
    retry({"nightly"});
    BOOST_TEST(show().find("tasks")->list().at(0).find("message")->text() == "submitted as " + id);
    for (const std::string& request : server.requests())
        BOOST_TEST(request.find("/" + id + " HTTP") != std::string::npos, request);
    BOOST_TEST(server.requests().size() == 4U);
    // It has succeeded: who does it over wants it once more.
    retry({"nightly"});
    BOOST_TEST(show().find("tasks")->list().at(0).find("message")->text() ==
               "submitted as " + show().find("run_id")->text() + ".1");
}

BOOST_AUTO_TEST_CASE(does_over_what_was_lost_as_often_as_the_job_has_it) {
    const std::string tasks =
        "tasks:\n  - {name: first, uses: probe.echo}\n"
        "  - {name: wait, needs: [first], uses: probe.echo, with: {text: waited, wait: 1h}}\n";
    BOOST_TEST(run({"retry", "--lost"}).err == "");
    BOOST_TEST(run({"retry", "--lost", "--json"}).out == "{\n  \"exit_code\": 0,\n  \"runs\": []\n}\n");
    BOOST_TEST(run({"retry", "--lost", "--json", "--quiet"}).out == "");
    lose("retry_lost: 2\n" + tasks);
    const std::string first = show().find("run_id")->text();
    // Nobody said that of this one.
    lose(tasks, "other");
    for (const std::string& before : {first, std::string()}) {
        Command again(errand({"retry", "--lost"}));
        BOOST_TEST_REQUIRE(eventually([&] { return show().find("state")->text() == "running"; }));
        if (!before.empty()) BOOST_TEST(show().find("retry_of")->text() == before);
        BOOST_TEST(tasks_of(show()).starts_with("first: succeeded, 0 attempts, done by run RUN\n"));
        ::kill(again.pid(), SIGKILL);
        again.wait();
        wait_until_lost();
    }
    // It was lost three times: that is enough.
    const CommandResult enough = run({"retry", "--lost"});
    BOOST_TEST(enough.exit_code == 0);
    BOOST_TEST(enough.err == "");
    write("nightly.yaml", "name: nightly\nretry_lost: 9\ntasks:\n  - {name: first, uses: probe.echo}\n");
    BOOST_TEST(run({"retry", "nightly", "--failed"}).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(does_over_what_was_lost_when_another_run_is_out_of_its_way) {
    const std::string once = "retry_lost: 1\ntasks:\n  - {name: wait, uses: probe.echo";
    lose(once + ", with: {wait: 1h}}\n");
    const std::string lost = show().find("run_id")->text();
    Command running(errand({"run", "./nightly.yaml"}));
    BOOST_TEST_REQUIRE(running_since(lost));
    const CommandResult refused = run({"retry", "--lost"});
    BOOST_TEST(refused.exit_code == 75);
    BOOST_TEST(refused.err.find(" of this job is still running") != std::string::npos, refused.err);
    running.signal(SIGTERM);
    running.wait();
    write("nightly.yaml", "name: nightly\n" + once + "}\n");
    BOOST_TEST(run({"retry", "--lost"}).exit_code == 0);
    BOOST_TEST(show().find("retry_of")->text() == lost);
    BOOST_TEST(run({"retry", "--lost"}).err == "");
}

BOOST_AUTO_TEST_CASE(does_over_what_was_lost_also_when_another_cannot_be) {
    const std::string waits = "retry_lost: 1\ntasks:\n  - {name: wait, uses: probe.echo, with: {wait: 1h}}\n";
    lose(waits, "gone");
    lose(waits);
    std::filesystem::remove(*this / "gone.yaml");
    write("nightly.yaml", "name: nightly\ntasks:\n  - {name: wait, uses: probe.echo}\n");
    const std::string gone = show("gone").find("run_id")->text();
    const CommandResult result = run({"retry", "--lost", "--json"});
    BOOST_TEST(result.exit_code == 78);
    const Value report = parse_json(result.out);
    BOOST_TEST(report.find("exit_code")->integer() == 78);
    const Value::List& runs = report.find("runs")->list();
    BOOST_TEST_REQUIRE(runs.size() == 2U);
    BOOST_TEST(runs[0].find("retry_of")->text() == gone);
    BOOST_TEST(runs[0].find("exit_code")->integer() == 78);
    BOOST_TEST(runs[1].find("run_id")->text() == show().find("run_id")->text());
    BOOST_TEST(runs[1].find("exit_code")->integer() == 0);
    BOOST_TEST(result.err.starts_with("errand: the job file cannot be read: " + (*this / "gone.yaml").string() +
                                      ": No such file or directory\n"),
               result.err);
    BOOST_TEST(show().find("state")->text() == "succeeded");
}

BOOST_AUTO_TEST_CASE(says_what_it_needs) {
    const CommandResult nothing = run({"retry"});
    BOOST_TEST(nothing.exit_code == 64);
    BOOST_TEST(nothing.err == "errand: errand retry takes a run or a job, or --lost; errand history shows the runs\n");
    BOOST_TEST(run({"retry", ""}).exit_code == 64);
    BOOST_TEST(run({"retry", "nightly", "--lost"}).exit_code == 64);
    BOOST_TEST(run({"retry", "nightly", "--failed", "--from", "a"}).exit_code == 64);
}

BOOST_AUTO_TEST_CASE(does_over_no_run_that_is_under_way_or_unknown) {
    BOOST_TEST(run({"retry", "nightly"}).err ==
               "errand: there is no run 'nightly', and no job of that name has run; errand history shows what has\n");
    write("job.yaml", "name: nightly\ntasks:\n  - {name: wait, uses: probe.echo, with: {wait: 1h}}\n");
    Command running(errand({"run", "./job.yaml"}));
    BOOST_TEST_REQUIRE(eventually([&] { return run({"show", "nightly"}).exit_code == 0; }));
    const std::string id = show().find("run_id")->text();
    const CommandResult result = run({"retry", "nightly"});
    BOOST_TEST(result.exit_code == 64);
    BOOST_TEST(result.err ==
               "errand: the run " + id + " of nightly is still running; to end it: errand cancel " + id + "\n");
    run({"cancel", "nightly"});
    running.wait();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing
