#include "runner/crashed_runs.hpp"

#include <sys/wait.h>

#include <boost/test/unit_test.hpp>
#include <csignal>

#include "base/process_spawner.hpp"
#include "runner/working_directory.hpp"
#include "support/descriptors.hpp"
#include "support/temporary_directory.hpp"

namespace errand {

namespace fs = std::filesystem;

/// Working directories of runs that live and of runs that were killed, and a program of each.
struct Runs : testing::TemporaryDirectory {
    ~Runs() {
        for (const pid_t pid : programs) {
            ::kill(pid, SIGKILL);
            ::waitpid(pid, nullptr, 0);
        }
    }
    /// As a task of `attempt` starts it. Returns once it runs.
    pid_t start_program(const std::string& attempt) {
        const testing::DescriptorPair ready = testing::make_pipe();
        PosixSpawner spawner;
        const pid_t pid = spawner.spawn({"/bin/sh",
                                         {"-c", "echo ready; read never <&2; exit 1"},
                                         {"PATH=/usr/bin:/bin", "ERRAND_ATTEMPT=" + attempt},
                                         {},
                                         {input.first.get(), ready.second.get(), input.first.get()}});
        programs.push_back(pid);
        testing::read_line(ready.first.get());
        return pid;
    }
    fs::path abandoned(const std::string& name) const {
        write("work/" + name + "/file", "x");
        return path() / "work" / name;
    }
    bool has_ended(pid_t pid) const {
        siginfo_t info = {};
        return ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid;
    }
    Leftovers clean_up() const { return clean_up_after_crashes(path() / "work"); }

    testing::DescriptorPair input = testing::make_pipe();
    std::vector<pid_t> programs;
};

BOOST_FIXTURE_TEST_SUITE(crashed_runs, Runs)

BOOST_AUTO_TEST_CASE(have_left_nothing_where_there_was_none) {
    const Leftovers found = clean_up();
    BOOST_TEST(found.directories == 0U);
    BOOST_TEST(found.processes == 0U);
}

BOOST_AUTO_TEST_CASE(leave_directories_that_are_removed) {
    const fs::path one = abandoned("run-1-list-aaaaaa");
    const fs::path other = abandoned("run-2-list-bbbbbb");
    BOOST_TEST(clean_up().directories == 2U);
    BOOST_TEST(!fs::exists(one));
    BOOST_TEST(!fs::exists(other));
}

BOOST_AUTO_TEST_CASE(leave_programs_that_are_ended) {
    const pid_t program = start_program(abandoned("run-1-list-aaaaaa").filename());
    const pid_t other = start_program(abandoned("run-1-list-aaaaaa").filename());
    BOOST_TEST(clean_up().processes == 2U);
    BOOST_TEST(has_ended(program));
    BOOST_TEST(has_ended(other));
}

BOOST_AUTO_TEST_CASE(are_not_those_that_live) {
    const WorkingDirectory living(path() / "work", "run-1-list");
    const pid_t program = start_program(living.path().filename());
    const pid_t stranger = start_program("run-9-list-aaaaaa");
    abandoned("run-2-list-bbbbbb");
    const Leftovers found = clean_up();
    BOOST_TEST(found.directories == 1U);
    BOOST_TEST(found.processes == 0U);
    BOOST_TEST(fs::exists(living.path()));
    BOOST_TEST(!has_ended(program));
    BOOST_TEST(!has_ended(stranger));
}

BOOST_AUTO_TEST_CASE(own_no_files_beside_their_directories) {
    write("work/notes", "x");
    BOOST_TEST(clean_up().directories == 0U);
    BOOST_TEST(fs::exists(path() / "work/notes"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
