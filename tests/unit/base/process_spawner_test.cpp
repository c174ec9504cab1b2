#include "base/process_spawner.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <set>
#include <string>
#include <vector>

#include "base/process_tree.hpp"

#include "support/descriptors.hpp"
#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::DescriptorPair;
using testing::make_pipe;

/// What `request`'s program prints; its standard input is empty.
std::string output_of(ProcessRequest request) {
    DescriptorPair input = make_pipe();
    DescriptorPair output = make_pipe();
    input.second.reset();
    request.descriptors = {input.first.get(), output.second.get(), output.second.get()};
    PosixSpawner spawner;
    const pid_t pid = spawner.spawn(request);
    output.second.reset();
    std::string text = testing::read_to_end(output.first.get());
    waitpid(pid, nullptr, 0);
    return text;
}

/// Which of the first 300 descriptors are open; asks without opening any.
constexpr char kListDescriptors[] =
    "n=0; while [ $n -lt 300 ]; do [ -e /proc/self/fd/$n ] && printf '%s ' $n; n=$((n + 1)); done";

/// A shell that this process started, and a process that it was handed by another one.
struct ChildAndOrphan {
    ChildAndOrphan() {
        adopt_orphans();
        child = start("echo ready; exec sleep 1000");
        // It is left unreaped: who ends orphans must not take it for one.
        parent = start("setsid sleep 1000 & echo ready");
        siginfo_t ignored = {};
        ::waitid(P_PID, static_cast<id_t>(parent), &ignored, WEXITED | WNOWAIT);
    }
    ~ChildAndOrphan() { end_descendants(std::chrono::milliseconds(0)); }

    pid_t start(const std::string& script) {
        DescriptorPair input = make_pipe();
        DescriptorPair output = make_pipe();
        const pid_t pid = spawner.spawn(
            {"/bin/sh", {"-c", script}, {"PATH=/usr/bin:/bin"}, {}, {input.first.get(), output.second.get()}});
        BOOST_TEST(testing::read_line(output.first.get()) == "ready");
        return pid;
    }

    PosixSpawner spawner;
    pid_t child = 0;
    pid_t parent = 0;
};

BOOST_FIXTURE_TEST_SUITE(spawner, ChildAndOrphan)

BOOST_AUTO_TEST_CASE(ends_what_was_handed_to_this_process_and_nothing_else) {
    BOOST_TEST(descendants(::getpid()).size() == 3U);
    spawner.end_orphans();
    const std::vector<pid_t> left = descendants(::getpid());
    BOOST_TEST((std::set<pid_t>(left.begin(), left.end()) == std::set<pid_t>{child, parent}));
    const auto end = spawner.reap(parent);
    BOOST_TEST_REQUIRE(end.has_value());
    BOOST_TEST(end->wait_status == 0);
}

BOOST_AUTO_TEST_CASE(reaps_what_it_started_once_and_only_when_it_has_ended) {
    BOOST_TEST(!spawner.reap(child).has_value());
    BOOST_TEST(spawner.reap(parent).has_value());
    BOOST_TEST(!spawner.reap(parent).has_value());
}

BOOST_AUTO_TEST_CASE(ends_all_when_nothing_that_it_started_is_left) {
    BOOST_TEST(spawner.reap(parent).has_value());
    ::kill(child, SIGKILL);
    while (!spawner.reap(child)) ::usleep(1000);
    spawner.end_orphans();
    BOOST_TEST(descendants(::getpid()).empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(spawned_process)

BOOST_AUTO_TEST_CASE(has_exactly_the_environment_it_was_given) {
    ::setenv("ERRAND_TEST_SECRET", "hunter2", 1);
    BOOST_TEST(output_of({"/usr/bin/env", {}, {"A=1", "EMPTY=", "B=two words"}, {}, {}}) ==
               "A=1\nEMPTY=\nB=two words\n");
    BOOST_TEST(output_of({"/usr/bin/env", {}, {}, {}, {}}) == "");
    ::unsetenv("ERRAND_TEST_SECRET");
}

BOOST_AUTO_TEST_CASE(has_exactly_the_arguments_it_was_given) {
    BOOST_TEST(output_of({"/usr/bin/printf", {"[%s]", "a b", "", "$HOME"}, {}, {}, {}}) == "[a b][][$HOME]");
}

BOOST_AUTO_TEST_CASE(is_called_by_its_name) {
    BOOST_TEST(output_of({"/bin/sh", {"-c", "echo $0"}, {}, {}, {}}) == "sh\n");
}

BOOST_AUTO_TEST_CASE(starts_in_its_working_directory) {
    const testing::TemporaryDirectory directory;
    BOOST_TEST(output_of({"/bin/pwd", {}, {}, directory.path(), {}}) == directory.path().string() + "\n");
    BOOST_TEST(output_of({"/bin/pwd", {}, {}, {}, {}}) == std::filesystem::current_path().string() + "\n");
}

BOOST_AUTO_TEST_CASE(inherits_no_descriptor_but_those_it_was_given) {
    // Not close-on-exec, as Poco's sockets: low ones, and one above those that the spawner works with.
    const DescriptorPair pair = make_pipe();
    std::vector<UniqueFd> leaking;
    for (const int least : {3, 40, 63, 64, 200}) leaking.emplace_back(::fcntl(pair.first.get(), F_DUPFD, least));
    BOOST_TEST(output_of({"/bin/sh", {"-c", kListDescriptors}, {}, {}, {}}) == "0 1 2 ");
}

BOOST_AUTO_TEST_CASE(gets_descriptors_in_the_order_given) {
    // Each is one that a careless dup2() would overwrite before it is needed.
    DescriptorPair first = make_pipe();
    DescriptorPair second = make_pipe();
    PosixSpawner spawner;
    const int one = first.second.get();
    const int two = second.second.get();
    std::vector<int> descriptors(static_cast<std::size_t>(std::max(one, two)) + 1, one);
    descriptors[static_cast<std::size_t>(one)] = two;
    descriptors[static_cast<std::size_t>(two)] = one;
    const std::string script = "echo first >&" + std::to_string(two) + "; echo second >&" + std::to_string(one);
    const pid_t pid = spawner.spawn({"/bin/sh", {"-c", script}, {}, {}, descriptors});
    first.second.reset();
    second.second.reset();
    BOOST_TEST(testing::read_to_end(first.first.get()) == "first\n");
    BOOST_TEST(testing::read_to_end(second.first.get()) == "second\n");
    waitpid(pid, nullptr, 0);
}

BOOST_AUTO_TEST_CASE(leads_a_process_group_of_its_own) {
    DescriptorPair input = make_pipe();
    PosixSpawner spawner;
    const pid_t pid = spawner.spawn({"/bin/cat", {}, {}, {}, {input.first.get()}});
    BOOST_TEST(getpgid(pid) == pid);
    input.second.reset();
    waitpid(pid, nullptr, 0);
}

/// Blocks and ignores signals, as this process's libraries do (loading Poco's Net library blocks SIGPIPE).
class UnusualSignals {
public:
    UnusualSignals() {
        sigset_t blocked;
        sigemptyset(&blocked);
        for (const int signal : {SIGPIPE, SIGTERM, SIGCHLD}) sigaddset(&blocked, signal);
        pthread_sigmask(SIG_BLOCK, &blocked, &previous_);
        for (const int signal : {SIGPIPE, SIGHUP, SIGINT}) std::signal(signal, SIG_IGN);
    }
    ~UnusualSignals() {
        for (const int signal : {SIGPIPE, SIGHUP, SIGINT}) std::signal(signal, SIG_DFL);
        pthread_sigmask(SIG_SETMASK, &previous_, nullptr);
    }
    UnusualSignals(const UnusualSignals&) = delete;
    UnusualSignals& operator=(const UnusualSignals&) = delete;

private:
    sigset_t previous_ = {};
};

BOOST_AUTO_TEST_CASE(blocks_and_ignores_no_signal) {
    const UnusualSignals here;
    const std::string blocked = output_of({"/bin/grep", {"^SigBlk", "/proc/self/status"}, {}, {}, {}});
    const std::string ignored = output_of({"/bin/grep", {"^SigIgn", "/proc/self/status"}, {}, {}, {}});
    BOOST_TEST(blocked == "SigBlk:\t0000000000000000\n");
    // 32 and 33 are the C library's own.
    constexpr unsigned long kNamed = 0x7FFFFFFF;
    BOOST_TEST_REQUIRE(ignored.rfind("SigIgn:\t", 0) == 0U);
    BOOST_TEST((std::stoul(ignored.substr(8), nullptr, 16) & kNamed) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(spawning)

BOOST_AUTO_TEST_CASE(says_which_program_is_missing) {
    PosixSpawner spawner;
    BOOST_TEST(testing::thrown<std::system_error>([&] {
                   spawner.spawn({"/nowhere/x", {}, {}, {}, {}});
               }) == "cannot start /nowhere/x: No such file or directory");
    BOOST_TEST(testing::thrown<std::system_error>([&] {
                   spawner.spawn({"/etc/passwd", {}, {}, {}, {}});
               }) == "cannot start /etc/passwd: Permission denied");
}

BOOST_AUTO_TEST_CASE(says_which_directory_is_missing) {
    PosixSpawner spawner;
    BOOST_TEST(testing::thrown<std::system_error>([&] {
                   spawner.spawn({"/bin/true", {}, {}, "/nowhere", {}});
               }) == "cannot start /bin/true in /nowhere: No such file or directory");
}

BOOST_AUTO_TEST_CASE(says_that_a_descriptor_is_not_open) {
    PosixSpawner spawner;
    BOOST_TEST(testing::thrown<std::system_error>([&] {
                   spawner.spawn({"/bin/true", {}, {}, {}, {-1}});
               }) == "cannot pass a descriptor to /bin/true: Bad file descriptor");
}

BOOST_AUTO_TEST_CASE(leaves_no_descriptor_open) {
    const int before = ::dup(0);
    ::close(before);
    output_of({"/bin/true", {}, {}, {}, {}});
    const int after = ::dup(0);
    ::close(after);
    BOOST_TEST(after == before);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
