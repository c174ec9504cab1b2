#include "protocol/task_process.hpp"

#include <poll.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <string>

#include "base/process_tree.hpp"
#include "support/descriptors.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::read_line;
using testing::read_to_end;

/// A shell in place of errand-task.
struct Shell {
    Shell() { adopt_orphans(); }

    TaskProcess run(const std::string& script) {
        return {spawner,
                {"/bin/sh", {"-c", script}, {"PATH=/usr/bin:/bin"}, {}, output.second.get(), error.second.get()}};
    }
    /// What was printed, once every process that could print has ended.
    std::string printed() {
        output.second.reset();
        return read_to_end(output.first.get());
    }
    static TaskProcess::End wait(TaskProcess& process) {
        pollfd wait = {process.pidfd(), POLLIN, 0};
        poll(&wait, 1, -1);
        return process.poll_end().value();
    }

    PosixSpawner spawner;
    testing::DescriptorPair output = testing::make_pipe();
    testing::DescriptorPair error = testing::make_pipe();
};

BOOST_FIXTURE_TEST_SUITE(task_process, Shell)

BOOST_AUTO_TEST_CASE(tells_how_it_ended) {
    TaskProcess process = run("exit 3");
    const TaskProcess::End end = wait(process);
    BOOST_TEST(describe_wait_status(end.wait_status) == "exit code 3");
    BOOST_TEST(end.peak_memory > 100 * 1024);
    BOOST_TEST(process.poll_end()->wait_status == end.wait_status);
}

BOOST_AUTO_TEST_CASE(has_not_ended_while_it_runs) {
    TaskProcess process = run("read line <&3");
    BOOST_TEST(!process.poll_end());
    BOOST_TEST(::write(process.socket(), "go\n", 3) == 3);
    BOOST_TEST(describe_wait_status(wait(process).wait_status) == "exit code 0");
}

BOOST_AUTO_TEST_CASE(gets_its_streams_and_the_socket) {
    TaskProcess process =
        run("echo out; echo err >&2; read line <&3; echo \"got $line\" >&3; read rest || echo no input");
    BOOST_TEST(::write(process.socket(), "hello\n", 6) == 6);
    BOOST_TEST(describe_wait_status(wait(process).wait_status) == "exit code 0");
    BOOST_TEST(read_to_end(process.socket()) == "got hello\n");
    BOOST_TEST(printed() == "out\nno input\n");
    error.second.reset();
    BOOST_TEST(read_to_end(error.first.get()) == "err\n");
}

BOOST_AUTO_TEST_CASE(never_makes_the_supervisor_wait) {
    TaskProcess process = run("read line <&3");
    char byte = 0;
    BOOST_TEST(::read(process.socket(), &byte, 1) == -1);
    BOOST_TEST(errno == EAGAIN);
}

BOOST_AUTO_TEST_CASE(prints_to_nowhere_unless_told_otherwise) {
    TaskProcess process(
        spawner,
        {"/bin/sh", {"-c", R"(streams=$(readlink /proc/$$/fd/1 /proc/$$/fd/2); echo "$streams" >&3)"}, {"PATH=/bin"}});
    wait(process);
    BOOST_TEST(read_to_end(process.socket()) == "/dev/null\n/dev/null\n");
}

BOOST_AUTO_TEST_CASE(can_be_asked_to_end) {
    // A shell that is about to wait in a command of its own, such as read, would look at its traps only afterwards.
    TaskProcess process = run("trap 'echo asked; exit 4' TERM; echo ready; while :; do sleep 0.05; done");
    BOOST_TEST(read_line(output.first.get()) == "ready");
    process.request_end();
    BOOST_TEST(describe_wait_status(wait(process).wait_status) == "exit code 4");
    BOOST_TEST(printed() == "asked\n");
}

BOOST_AUTO_TEST_CASE(takes_along_all_below_it_when_it_is_killed) {
    TaskProcess process = run("setsid sleep 1000 & echo ready; wait");
    BOOST_TEST(read_line(output.first.get()) == "ready");
    process.kill();
    BOOST_TEST(describe_wait_status(process.poll_end()->wait_status) == "killed by SIGKILL (Killed)");
    BOOST_TEST(descendants(::getpid()).empty());
    BOOST_TEST(printed() == "");
}

BOOST_AUTO_TEST_CASE(leaves_nothing_behind_when_the_plugin_kills_it) {
    TaskProcess process = run("setsid sleep 1000 & echo ready; kill -KILL $$");
    BOOST_TEST(read_line(output.first.get()) == "ready");
    BOOST_TEST(describe_wait_status(wait(process).wait_status) == "killed by SIGKILL (Killed)");
    BOOST_TEST(descendants(::getpid()).empty());
}

BOOST_AUTO_TEST_CASE(does_not_outlive_its_object) {
    {
        const TaskProcess process = run("setsid sleep 1000 & echo ready; sleep 1000");
        BOOST_TEST(read_line(output.first.get()) == "ready");
    }
    BOOST_TEST(descendants(::getpid()).empty());
}

BOOST_AUTO_TEST_CASE(tells_what_the_worker_left_behind) {
    TaskProcess process = run("printf '3 sl\\te ep' >&4");
    const auto left_behind = wait(process).left_behind;
    BOOST_TEST_REQUIRE(left_behind.has_value());
    BOOST_TEST(left_behind->count == 3U);
    BOOST_TEST(left_behind->name == "sl\te ep");
    TaskProcess tidy = run("exit 0");
    BOOST_TEST(!wait(tidy).left_behind.has_value());
}

BOOST_AUTO_TEST_CASE(that_cannot_start_says_why) {
    const std::string message = testing::thrown<std::system_error>([&] {
        TaskProcess(spawner, {"/nowhere/errand-task", {}});
    });
    BOOST_TEST(message == "cannot start /nowhere/errand-task: No such file or directory");
    BOOST_TEST(descendants(::getpid()).empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(processes_left_behind)

BOOST_AUTO_TEST_CASE(are_read_as_they_are_written) {
    const auto found = decode_left_behind(encode(LeftBehind{12, "a (b)"}));
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(found->count == 12U);
    BOOST_TEST(found->name == "a (b)");
    for (const char* text : {"", "12", "x", " sleep"}) BOOST_TEST(!decode_left_behind(text).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(wait_status)

BOOST_AUTO_TEST_CASE(is_told_in_words) {
    constexpr auto exited = [](int code) { return code << 8; };
    constexpr int kCoreDumped = 0x80;
    BOOST_TEST(describe_wait_status(exited(0)) == "exit code 0");
    BOOST_TEST(describe_wait_status(exited(255)) == "exit code 255");
    BOOST_TEST(describe_wait_status(SIGSEGV) == "killed by SIGSEGV (Segmentation fault)");
    BOOST_TEST(describe_wait_status(SIGABRT | kCoreDumped) == "killed by SIGABRT (Aborted)");
    BOOST_TEST(describe_wait_status(SIGRTMIN + 1) == "killed by SIG35 (Real-time signal 1)");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
