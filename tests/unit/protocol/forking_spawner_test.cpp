#include "protocol/forking_spawner.hpp"

#include <poll.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <set>
#include <string>
#include <vector>

#include "base/directory_lock.hpp"
#include "base/process_tree.hpp"
#include "protocol/frame.hpp"
#include "support/descriptors.hpp"
#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"

namespace errand {

/// What starts attempts with the real errand-task; no attempt is told what it is about.
struct ForkingAttempts {
    ForkingAttempts() { adopt_orphans(); }

    TaskProcess attempt() {
        return {tasks, {ERRAND_TASK_PROGRAM, {"--attempt", "1s"}, {"ERRAND_ATTEMPT=x"}, directory.path()}};
    }
    /// How one ends that is told nonsense.
    static std::string end_of(TaskProcess& process) {
        const std::string nonsense = encode_frame("{}");
        BOOST_TEST(::write(process.socket(), nonsense.data(), nonsense.size()) > 0);
        return end_that_comes(process);
    }
    static std::string end_that_comes(TaskProcess& process) {
        pollfd wait = {process.pidfd(), POLLIN, 0};
        BOOST_TEST_REQUIRE(poll(&wait, 1, 60'000) == 1);
        return describe_wait_status(process.poll_end().value().wait_status);
    }
    /// Those of this process, but for `attempts`.
    static std::set<pid_t> others(const std::vector<pid_t>& attempts) {
        std::set<pid_t> found;
        for (const pid_t pid : descendants(::getpid())) found.insert(pid);
        for (const pid_t attempt : attempts) {
            found.erase(attempt);
            for (const pid_t pid : descendants(attempt)) found.erase(pid);
        }
        return found;
    }

    const testing::TemporaryDirectory directory;
    PosixSpawner spawner;
    ForkingSpawner tasks{ERRAND_TASK_PROGRAM, spawner};
};

BOOST_FIXTURE_TEST_SUITE(forking_spawner, ForkingAttempts)

BOOST_AUTO_TEST_CASE(begins_no_attempt_in_a_directory_that_is_being_removed) {
    const UniqueFd claim = claim_directory(directory.path());
    TaskProcess process = attempt();
    BOOST_TEST(end_that_comes(process) == "exit code 70");
}

BOOST_AUTO_TEST_CASE(has_one_process_fork_all) {
    BOOST_TEST(others({}).empty());
    tasks.prepare();
    const std::set<pid_t> server = others({});
    BOOST_TEST_REQUIRE(server.size() == 1U);
    TaskProcess first = attempt();
    TaskProcess second = attempt();
    BOOST_TEST((others({first.pid(), second.pid()}) == server));
    BOOST_TEST(name_of_process(*server.begin()) == "errand-serve");
}

BOOST_AUTO_TEST_CASE(learns_how_they_ended) {
    TaskProcess process = attempt();
    BOOST_TEST(end_of(process) == "exit code 70");
    BOOST_TEST(process.poll_end()->peak_memory > 100 * 1024);
    TaskProcess killed = attempt();
    killed.kill();
    BOOST_TEST(describe_wait_status(killed.poll_end()->wait_status) == "killed by SIGKILL (Killed)");
}

BOOST_AUTO_TEST_CASE(does_not_need_the_server_for_what_runs_already) {
    TaskProcess process = attempt();
    for (const pid_t server : others({process.pid()})) ::kill(server, SIGKILL);
    BOOST_TEST(end_of(process) == "exit code 70");
}

BOOST_AUTO_TEST_CASE(starts_the_server_anew_when_it_was_killed) {
    TaskProcess first = attempt();
    for (const pid_t server : others({first.pid()})) ::kill(server, SIGKILL);
    TaskProcess second = attempt();
    BOOST_TEST(others({first.pid(), second.pid()}).size() == 1U);
    BOOST_TEST(end_of(first) == "exit code 70");
    BOOST_TEST(end_of(second) == "exit code 70");
}

BOOST_AUTO_TEST_CASE(leaves_no_process_behind) {
    {
        ForkingSpawner others(ERRAND_TASK_PROGRAM, spawner);
        others.prepare();
    }
    BOOST_TEST(descendants(::getpid()).empty());
}

BOOST_AUTO_TEST_CASE(starts_other_programs_as_they_always_are) {
    testing::DescriptorPair output = testing::make_pipe();
    const pid_t pid = tasks.spawn({"/bin/echo", {"there"}, {}, {}, {output.second.get(), output.second.get()}});
    output.second.reset();
    BOOST_TEST(testing::read_to_end(output.first.get()) == "there\n");
    while (!tasks.reap(pid)) ::usleep(1000);
    BOOST_TEST(descendants(::getpid()).empty());
}

BOOST_AUTO_TEST_CASE(says_why_a_process_cannot_be) {
    const std::string program = ERRAND_TASK_PROGRAM;
    BOOST_TEST(testing::thrown<std::system_error>([&] {
                   tasks.spawn({program, {}, {}, "/nowhere", {}});
               }) == "cannot start " + program + " in /nowhere: No such file or directory");
    ForkingSpawner missing("/nowhere/errand-task", spawner);
    missing.prepare();
    BOOST_TEST(testing::thrown<std::system_error>([&] {
                   missing.spawn({"/nowhere/errand-task", {}, {}, {}, {}});
               }) == "cannot start /nowhere/errand-task: No such file or directory");
}

BOOST_AUTO_TEST_CASE(gives_up_when_the_server_ends_again_and_again) {
    ForkingSpawner broken("/bin/false", spawner);
    BOOST_TEST(testing::thrown<std::system_error>([&] {
                   broken.spawn({"/bin/false", {}, {}, {}, {}});
               }) ==
               "cannot start /bin/false: what is to fork it ended each time, at last: exit code 1: Connection reset by "
               "peer");
    BOOST_TEST(descendants(::getpid()).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
