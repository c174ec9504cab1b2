#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "errand/json.hpp"
#include "store/store.hpp"
#include "support/gate.hpp"
#include "support/small_disk.hpp"
#include "support/temporary_directory.hpp"

namespace errand::testing {

/// Runs whose state directory is on a disk that can be full.
struct OnSmallDisk : Workspace {
    OnSmallDisk() : disk(make_state_directory(), path()) { configure("limits: {grace: 1s}\n"); }

    CommandResult run(std::vector<std::string> arguments) const { return run_command(disk.on(errand(arguments))); }
    CommandRequest job(const std::string& tasks) const {
        write("job.yaml", "name: nightly\ntasks:\n" + tasks);
        return disk.on(errand({"run", "./job.yaml"}));
    }
    Value newest() const { return parse_json(run({"show", "nightly", "--json"}).out); }
    std::string state_of_newest() const { return newest().find("state")->text(); }
    std::filesystem::path state_directory() const { return *this / "home/.local/state/errand"; }
    std::string store_is_full() const {
        return "the store '" + (state_directory() / "errand.db").string() +
               "' cannot be used: database or disk is full; make room on its disk";
    }

    /// What is there of a run or an attempt.
    std::size_t count(const char* directory) const {
        const std::filesystem::directory_iterator entries(disk.root() / directory);
        return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
    }
    /// What is wrong with the store, a line each; of a copy, as SQLite does not find its way to the disk itself.
    std::string damage() const {
        const TemporaryDirectory copy;
        for (const char* file : {"errand.db", "errand.db-wal"})
            if (std::filesystem::exists(disk.root() / file))
                std::filesystem::copy_file(disk.root() / file, copy.path() / file);
        const SystemClock clock;
        std::string text;
        for (const std::string& line :
             open_store({copy.path() / "errand.db", {}, ERRAND_MODULES}, clock)->check_integrity())
            text += line + "\n";
        return text;
    }

    const SmallDisk disk;

private:
    std::filesystem::path make_state_directory() const {
        std::filesystem::create_directories(state_directory());
        return state_directory();
    }
};

namespace {

constexpr char kSayHello[] = "  - {name: say, uses: probe.echo, with: {text: hello}}\n";

boost::test_tools::assertion_result disk_can_be_made(boost::unit_test::test_unit_id) {
    return SmallDisk::can_be_made();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(full_disk)

BOOST_AUTO_TEST_CASE(can_be_tested) {
    const char* ci = std::getenv("CI");
    const bool is_there = SmallDisk::can_be_made();
    if (ci && std::string_view(ci) == "true") BOOST_TEST(is_there);
    if (!is_there)
        BOOST_TEST_MESSAGE(
            "an ordinary user can mount nothing here: full disks are not tested; "
            "sysctl kernel.unprivileged_userns_clone and user.max_user_namespaces say why");
}

BOOST_FIXTURE_TEST_CASE(begins_no_run, OnSmallDisk, *boost::unit_test::precondition(disk_can_be_made)) {
    BOOST_TEST_REQUIRE(run_command(job(kSayHello)).exit_code == 0);
    const RawServer service(ServerScript(4, {{answer(200, "")}}));
    disk.fill();
    const CommandResult refused =
        run_command(job("  - {name: send, uses: probe.effect, with: {url: '" + service.url("/x") + "'}}\n"));
    BOOST_TEST(refused.exit_code == 74);
    BOOST_TEST(refused.err == "errand: " + store_is_full() + "\n");
    BOOST_TEST(service.requests().empty());
    BOOST_TEST(count("runs") == 1U);
    BOOST_TEST(count("work") == 0U);
    disk.make_room();
    BOOST_TEST(parse_json(run({"history", "--json"}).out).find("runs")->list().size() == 1U);
    BOOST_TEST(run_command(job(kSayHello)).exit_code == 0);
    BOOST_TEST(damage() == "");
}

BOOST_FIXTURE_TEST_CASE(gets_no_part_of_a_store, OnSmallDisk, *boost::unit_test::precondition(disk_can_be_made)) {
    disk.fill();
    const CommandResult refused = run_command(job(kSayHello));
    BOOST_TEST(refused.exit_code == 74);
    BOOST_TEST(refused.err == "errand: the state directory " + state_directory().string() +
                                  " cannot be used: No space left on device; make room on its disk, or set "
                                  "STATE_DIRECTORY to a directory on another\n");
    BOOST_TEST(count("") == 1U, "more than the filler is there");
    disk.make_room();
    BOOST_TEST(run_command(job(kSayHello)).exit_code == 0);
    BOOST_TEST(damage() == "");
}

BOOST_FIXTURE_TEST_CASE(does_not_keep_a_run_from_going_on, OnSmallDisk,
                        *boost::unit_test::precondition(disk_can_be_made)) {
    Gate gate;
    const RawServer service(ServerScript(4, {{answer(200, "", "Connection: close\r\n")}}));
    Command running(job(gate.task("first") +
                        "  - {name: next, needs: [first], uses: probe.echo, with: {text: hello}}\n"
                        "  - {name: send, needs: [next], uses: probe.submit, with: {url: '" +
                        service.url("/x") + "'}, retry: {attempts: 60, delay: 500ms, backoff: constant}}\n"));
    BOOST_TEST_REQUIRE(gate.wait_for_task());
    disk.fill();
    gate.open();
    BOOST_TEST(running.wait_until_printed(
        "warning: the run goes on, but cannot be recorded for now: " + store_is_full() + "\n"));
    BOOST_TEST(running.wait_until_printed(
        "warning: task 'next': what it prints and logs is kept no longer: No space left on device\n"));
    BOOST_TEST(running.wait_until_printed("the checkpoint cannot be kept for now"));
    BOOST_TEST(service.requests().empty());
    disk.make_room();
    const CommandResult result = running.wait();
    BOOST_TEST(result.exit_code == 0, result.err);
    BOOST_TEST(result.err.find("warning: the run is recorded again\n") != std::string::npos, result.err);
    BOOST_TEST(service.requests().size() == 1U);
    BOOST_TEST(state_of_newest() == "succeeded");
    const Value run_value = newest();
    BOOST_TEST(run_value.find("tasks")->list().size() == 3U);
    for (const Value& task : run_value.find("tasks")->list()) BOOST_TEST(task.find("state")->text() == "succeeded");
    BOOST_TEST(damage() == "");
}

BOOST_FIXTURE_TEST_CASE(leaves_a_record_that_is_not_complete_and_says_so, OnSmallDisk,
                        *boost::unit_test::precondition(disk_can_be_made)) {
    Gate gate;
    Command running(job(gate.task("first")));
    BOOST_TEST_REQUIRE(gate.wait_for_task());
    disk.fill();
    gate.open();
    // After half a minute, in which it tries.
    const CommandResult result = running.wait();
    BOOST_TEST(result.exit_code == 74);
    BOOST_TEST(result.err.find("error: the run's record is not complete, and says that it still runs until it is "
                               "taken for lost: " +
                               store_is_full() + "\n") != std::string::npos,
               result.err);
    BOOST_TEST(run({"history"}).exit_code == 74);
    disk.make_room();
    BOOST_TEST(state_of_newest() == "lost");
    BOOST_TEST(newest().find("reason")->text() == "its supervisor ended without a word");
    BOOST_TEST(run_command(job(kSayHello)).exit_code == 0);
    BOOST_TEST(state_of_newest() == "succeeded");
    BOOST_TEST(damage() == "");
}

BOOST_FIXTURE_TEST_CASE(with_no_place_for_a_directory_ends_the_task_that_needs_one, OnSmallDisk,
                        *boost::unit_test::precondition(disk_can_be_made)) {
    Gate gate;
    Command running(job(gate.task("first") + "  - {name: next, needs: [first], uses: probe.echo}\n"));
    BOOST_TEST_REQUIRE(gate.wait_for_task());
    disk.fill_with_files();
    gate.open();
    const CommandResult result = running.wait();
    BOOST_TEST(result.exit_code == 74);
    BOOST_TEST(result.err.find("task 'next' storage unusable") != std::string::npos, result.err);
    BOOST_TEST(result.err.find("No space left on device") != std::string::npos, result.err);
    BOOST_TEST(state_of_newest() == "failed");
    disk.make_room();
    BOOST_TEST(damage() == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing
