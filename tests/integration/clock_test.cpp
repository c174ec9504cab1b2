#include <fcntl.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <regex>
#include <string>
#include <vector>

#include "base/unique_fd.hpp"
#include "errand/json.hpp"
#include "support/eventually.hpp"
#include "support/gate.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

/// Runs on a machine whose clock can be set.
struct WithClock : Workspace {
    WithClock() {
        configure("limits: {grace: 1s}\n");
        set_back(std::chrono::hours(0));
        set("LD_PRELOAD=" ERRAND_MOVED_CLOCK);
        set("MOVED_CLOCK=" + (*this / "clock").string());
        // A sanitizer wants to be the first library.
        set("ASAN_OPTIONS=verify_asan_link_order=0");
    }
    /// From what it is in truth.
    void set_back(std::chrono::seconds duration) const {
        const UniqueFd file(::open((*this / "clock").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        const std::int64_t seconds = -duration.count();
        BOOST_TEST_REQUIRE(::pwrite(file.get(), &seconds, sizeof seconds, 0) == sizeof seconds);
    }

    CommandRequest job(const std::string& tasks, std::vector<std::string> more = {}) const {
        write("job.yaml", "name: nightly\ntasks:\n" + tasks);
        more.insert(more.begin(), {"run", "./job.yaml"});
        return errand(more);
    }
    /// The id of a run that is done.
    std::string done(const std::string& tasks) const {
        const CommandResult result = run_command(job(tasks, {"--json"}));
        BOOST_TEST_REQUIRE(result.exit_code == 0, result.err);
        return parse_json(result.out).find("run_id")->text();
    }
    Value newest() const { return parse_json(run({"show", "nightly", "--json"}).out); }
    std::string id_of_newest() const { return newest().find("run_id")->text(); }
    std::string history() const {
        std::string ids;
        const Value found = parse_json(run({"history", "--json"}).out);
        for (const Value& one : found.find("runs")->list()) ids += one.find("run_id")->text() + "\n";
        return ids;
    }
    /// What is not to be shown of a run, that it ended before it began; nothing is good.
    std::string wrong_in(const Value& shown) const {
        std::string wrong;
        const auto look = [&](const Value& one, const std::string& what) {
            const std::string began = one.find("began")->text();
            if (one.find("ended")->text() < began) wrong += what + " that began at " + began + " ended before\n";
        };
        look(shown, "a run");
        for (const Value& task : shown.find("tasks")->list()) {
            look(task, "a task");
            for (const Value& attempt : task.find("attempts")->list()) look(attempt, "an attempt");
        }
        return wrong;
    }
    /// A duration below zero, in what is shown to people.
    static bool has_negative_duration(const std::string& text) {
        return std::regex_search(text, std::regex("(^|[ |])-[0-9]"));
    }
};

namespace {

constexpr char kSay[] = "  - {name: say, uses: probe.echo, with: {text: hello}}\n";
constexpr std::chrono::hours kFar(3);

}  // namespace

BOOST_FIXTURE_TEST_SUITE(clock_set_back, WithClock)

BOOST_AUTO_TEST_CASE(between_runs_leaves_the_last_one_the_newest) {
    const std::string first = done(kSay);
    set_back(kFar);
    const std::string second = done(kSay);
    set_back(2 * kFar);
    const std::string third = done(kSay);
    BOOST_TEST(first < second);
    BOOST_TEST(second < third);
    BOOST_TEST(id_of_newest() == third);
    BOOST_TEST(history() == third + "\n" + second + "\n" + first + "\n");
    const std::string day = first.substr(0, 8);
    BOOST_TEST(newest().find("began")->text() <
               day.substr(0, 4) + "-" + day.substr(4, 2) + "-" + day.substr(6) + first.substr(8));
    BOOST_TEST(run({"prune", "--max-runs", "1"}).exit_code == 0);
    BOOST_TEST(history() == third + "\n");
    BOOST_TEST(run({"logs", third}).out.find("hello") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(in_mid_run_leaves_its_times_true) {
    Gate gate;
    Command running(job(gate.task("first") + "  - {name: again, needs: [first], uses: probe.echo, with: {fail: once, " +
                        "succeeds_at: 2}, retry: {attempts: 2, delay: 10ms, on: [failed]}}\n"));
    BOOST_TEST_REQUIRE(gate.wait_for_task());
    set_back(kFar);
    const CommandResult meanwhile = run({"show", "nightly"});
    BOOST_TEST(meanwhile.exit_code == 0, meanwhile.err);
    BOOST_TEST(!has_negative_duration(meanwhile.out), meanwhile.out);
    BOOST_TEST(newest().find("state")->text() == "running");
    const std::string id = id_of_newest();
    BOOST_TEST(run_command(job(kSay)).exit_code == 75);
    gate.open();
    const CommandResult result = running.wait();
    BOOST_TEST(result.exit_code == 0, result.err);
    BOOST_TEST(wrong_in(parse_json(run({"show", id, "--json"}).out)) == "");
    for (const auto& command : {std::vector<std::string>{"show", id}, {"history"}}) {
        const std::string shown = run(command).out;
        BOOST_TEST(!has_negative_duration(shown), shown);
    }
}

BOOST_AUTO_TEST_CASE(opens_no_slot_again) {
    const std::vector<std::string> slot = {"--scheduled-for", "2026-03-01T06:00:00Z"};
    BOOST_TEST(run_command(job(kSay, slot)).exit_code == 0);
    set_back(kFar);
    BOOST_TEST(run_command(job(kSay, slot)).exit_code == 75);
    BOOST_TEST(run_command(job(kSay, {"--scheduled-for", "2026-03-01T06:01:00Z"})).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(leaves_a_lost_run_to_be_found) {
    Gate gate;
    Command running(job(gate.task("first")));
    BOOST_TEST_REQUIRE(gate.wait_for_task());
    set_back(kFar);
    running.signal(SIGKILL);
    running.wait();
    gate.open();
    // Its attempt is ended first.
    BOOST_TEST(eventually([&] { return newest().find("state")->text() == "lost"; }));
    BOOST_TEST(wrong_in(newest()) == "");
    const std::string lost = id_of_newest();
    BOOST_TEST(done(kSay) > lost);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing
