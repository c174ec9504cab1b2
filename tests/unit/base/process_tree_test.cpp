#include "base/process_tree.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <string>

#include "base/process_spawner.hpp"
#include "support/descriptors.hpp"

namespace errand {

using namespace std::chrono_literals;

/// Shells below this process, which takes over what they leave behind.
struct Tree {
    Tree() { adopt_orphans(); }
    ~Tree() { end_descendants(0ms); }

    /// Starts a script and waits for the first line that it prints: all is there then.
    std::string start(const std::string& script) {
        PosixSpawner spawner;
        pid = spawner.spawn({"/bin/sh",
                             {"-c", script},
                             {"PATH=/usr/bin:/bin"},
                             {},
                             {input.first.get(), output.second.get(), output.second.get()}});
        return testing::read_line(output.first.get());
    }
    /// What else was printed by the processes that have ended; all must have.
    std::string printed() {
        output.second.reset();
        return testing::read_to_end(output.first.get());
    }
    static bool has_children() { return ::waitpid(-1, nullptr, WNOHANG) == 0; }

    testing::DescriptorPair input = testing::make_pipe();
    testing::DescriptorPair output = testing::make_pipe();
    pid_t pid = 0;
};

BOOST_FIXTURE_TEST_SUITE(process_tree, Tree)

BOOST_AUTO_TEST_CASE(is_listed_from_the_top) {
    const std::string grandchild = start("sh -c 'sleep 1000 & echo $!; wait'; true");
    const std::vector<pid_t> found = descendants(::getpid());
    BOOST_TEST_REQUIRE(found.size() == 3U);
    BOOST_TEST(found.front() == pid);
    BOOST_TEST(found.back() == std::stoi(grandchild));
    BOOST_TEST(descendants(pid).size() == 2U);
    BOOST_TEST(descendants(found.back()).empty());
}

BOOST_AUTO_TEST_CASE(of_a_process_that_is_gone_is_empty) {
    start("echo ready");
    end_descendants(0ms);
    BOOST_TEST(descendants(pid).empty());
    BOOST_TEST(usage_below(pid).memory == 0);
}

BOOST_AUTO_TEST_CASE(takes_memory_as_long_as_it_is_there) {
    // The child that holds the memory is the one that says so: a process that was only just forked has hardly any.
    start("sh -c 'echo ready; read forever'; true");
    const std::int64_t all = usage_below(::getpid()).memory;
    const std::int64_t below_the_shell = usage_below(pid).memory;
    BOOST_TEST(below_the_shell > 100 * 1024);
    BOOST_TEST(all > below_the_shell);
}

BOOST_AUTO_TEST_CASE(takes_cpu_time_that_is_counted_when_its_processes_have_ended) {
    start("sh -c 'n=0; while [ $n -lt 300000 ]; do n=$((n + 1)); done'; echo ready; read forever");
    const ResourceUsage usage = usage_below(::getpid());
    BOOST_TEST(usage.cpu_time.count() >= 50);
    BOOST_TEST(usage.processes == 1);
    BOOST_TEST(usage_below(pid).cpu_time.count() >= 50);
    BOOST_TEST(usage_below(pid).processes == 0);
}

BOOST_AUTO_TEST_CASE(ends_with_those_in_other_sessions) {
    start("(setsid sh -c 'echo daemon; exec sleep 1000' &) ; sleep 1000");
    end_descendants(0ms);
    BOOST_TEST(descendants(::getpid()).empty());
    BOOST_TEST(printed() == "");
}

BOOST_AUTO_TEST_CASE(ends_with_those_whose_parents_are_gone) {
    BOOST_TEST(start("sh -c 'sleep 1000 & echo daemon'; exit") == "daemon");
    ::waitpid(pid, nullptr, 0);
    BOOST_TEST(descendants(::getpid()).size() == 1U);
    end_descendants(0ms);
    BOOST_TEST(!has_children());
    BOOST_TEST(printed() == "");
}

BOOST_AUTO_TEST_CASE(is_asked_before_it_is_ended) {
    // A shell that is about to wait in a command of its own, such as read, would look at its traps only afterwards. It
    // says of a sleep that ends by the same signal that it was terminated.
    start("exec 2>/dev/null; trap 'echo asked; exit' TERM; echo ready; while :; do sleep 0.05; done");
    end_descendants(1min);
    BOOST_TEST(!has_children());
    BOOST_TEST(printed() == "asked\n");
}

BOOST_AUTO_TEST_CASE(is_ended_when_the_grace_time_is_over) {
    start("trap '' TERM; echo ready; while :; do sleep 1000; done");
    end_descendants(50ms);
    BOOST_TEST(!has_children());
}

BOOST_AUTO_TEST_CASE(is_not_asked_without_grace_time) {
    start("trap 'echo asked' TERM; echo ready; while :; do read line; done");
    end_descendants(0ms);
    BOOST_TEST(printed() == "");
}

BOOST_AUTO_TEST_CASE(ends_while_it_is_forking) {
    start("trap '' TERM; f() { sleep 1000 & }; echo ready; i=0; while [ $i -lt 500 ]; do f; i=$((i + 1)); done; wait");
    end_descendants(1ms);
    BOOST_TEST(!has_children());
    BOOST_TEST(descendants(::getpid()).empty());
}

BOOST_AUTO_TEST_CASE(that_has_ended_by_itself_is_reaped) {
    start("echo ready");
    end_descendants(1min);
    BOOST_TEST(!has_children());
    end_descendants(1min);
}

BOOST_AUTO_TEST_CASE(that_is_stopped_ends_too) {
    start("echo ready; kill -STOP $$");
    siginfo_t info = {};
    ::waitid(P_PID, static_cast<id_t>(pid), &info, WSTOPPED | WNOWAIT);
    end_descendants(0ms);
    BOOST_TEST(!has_children());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
