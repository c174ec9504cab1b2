#include "task/fork_server.hpp"

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/passed_descriptors.hpp"
#include "base/process_tree.hpp"
#include "protocol/fork_request.hpp"
#include "support/descriptors.hpp"
#include "support/temporary_directory.hpp"

namespace errand {

using Strings = std::vector<std::string>;

/// A server in a process of its own, whose processes say something and end. This one has one thread, since it forks.
struct ForkServer {
    ForkServer() { adopt_orphans(); }
    ~ForkServer() { end_descendants(std::chrono::milliseconds(0)); }

    /// \param speech what a process is to say, given its arguments
    void serve(const std::function<std::string(const Strings&)>& speech) {
        // ThreadSanitizer writes what is left in the streams also at _exit().
        std::fflush(nullptr);
        server = ::fork();
        if (server > 0) return ends.second.reset();
        ends.first.reset();
        ::prctl(PR_SET_NAME, "serving");
        try {
            serve_forks(std::move(ends.second), [&](const Strings& arguments) {
                const std::string text = speech(arguments);
                return ::write(STDOUT_FILENO, text.data(), text.size()) >= 0 ? 3 : 99;
            });
        } catch (...) {
            ::_exit(98);
        }
        ::_exit(0);
    }

    ForkAnswer ask(const ProcessRequest& request, int output) {
        const UniqueFd place(::open(request.working_directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        const UniqueFd words = write_words(request);
        const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
        BOOST_TEST_REQUIRE(
            pass_descriptors(ends.first.get(), {place.get(), words.get(), null.get(), output, null.get()}));
        ForkAnswer answer;
        BOOST_TEST_REQUIRE(::recv(ends.first.get(), &answer, sizeof answer, 0) == sizeof answer);
        return answer;
    }
    /// What a process says that ends as it should, as a child of this one.
    std::string said_by_forked(const Strings& arguments = {}, const Strings& environment = {}) {
        testing::DescriptorPair output = testing::make_pipe();
        forked = ask({"", arguments, environment, directory.path(), {}}, output.second.get()).pid;
        output.second.reset();
        std::string text = testing::read_to_end(output.first.get());
        int status = 0;
        BOOST_TEST(::waitpid(forked, &status, 0) == forked);
        BOOST_TEST(WEXITSTATUS(status) == 3);
        return text;
    }

    testing::DescriptorPair ends = testing::make_socket_pair();
    const testing::TemporaryDirectory directory;
    pid_t server = 0;
    pid_t forked = 0;
};

std::string listed(const Strings& texts) {
    std::string list;
    for (const std::string& text : texts) list += '[' + text + ']';
    return list;
}

std::string environment_here() {
    Strings texts;
    for (char** variable = environ; *variable; ++variable) texts.emplace_back(*variable);
    return listed(texts);
}

/// Without the one by which they are looked up.
std::string open_descriptors() {
    std::string list;
    for (int fd = 0; fd < 1024; ++fd)
        if (::fcntl(fd, F_GETFD) != -1) list += std::to_string(fd) + ' ';
    return list;
}

std::string unusual_signals() {
    sigset_t blocked;
    ::sigprocmask(SIG_BLOCK, nullptr, &blocked);
    std::string names;
    for (int signal = 1; signal < SIGRTMIN; ++signal) {
        struct sigaction action = {};
        const bool is_default = ::sigaction(signal, nullptr, &action) != 0 || action.sa_handler == SIG_DFL;
        if (!is_default || ::sigismember(&blocked, signal) == 1) names += std::to_string(signal) + ' ';
    }
    return names;
}

BOOST_FIXTURE_TEST_SUITE(fork_server, ForkServer)

BOOST_AUTO_TEST_CASE(forks_a_child_of_its_own_parent_that_leads_a_group) {
    serve([](const Strings&) {
        return std::to_string(::getppid()) + ' ' + std::to_string(::getpid()) + ' ' + std::to_string(::getpgrp());
    });
    const std::string said = said_by_forked();
    const std::string pid = std::to_string(forked);
    BOOST_TEST(said == std::to_string(::getpid()) + ' ' + pid + ' ' + pid);
}

BOOST_AUTO_TEST_CASE(calls_each_by_the_name_of_the_program) {
    serve([](const Strings&) { return name_of_process(::getpid()); });
    BOOST_TEST(said_by_forked() == "test_unit_task");
}

BOOST_AUTO_TEST_CASE(gives_each_its_own_words_and_no_other) {
    ::setenv("ERRAND_TEST_SECRET", "hunter2", 1);
    serve([](const Strings& arguments) { return listed(arguments) + environment_here() + ::getenv("B"); });
    ::unsetenv("ERRAND_TEST_SECRET");
    BOOST_TEST(said_by_forked({"--attempt", "", "10s"}, {"A=1", "B=two words"}) ==
               "[--attempt][][10s][A=1][B=two words]two words");
    BOOST_TEST(said_by_forked({}, {"B="}) == "[B=]");
}

BOOST_AUTO_TEST_CASE(gives_each_an_environment_that_it_may_change) {
    serve([](const Strings&) {
        ::setenv("C", "3", 1);
        ::unsetenv("A");
        ::setenv("B", "4", 1);
        return environment_here();
    });
    BOOST_TEST(said_by_forked({}, {"A=1", "B=2"}) == "[B=4][C=3]");
}

BOOST_AUTO_TEST_CASE(starts_each_in_its_directory) {
    serve([](const Strings&) { return std::filesystem::current_path().string(); });
    BOOST_TEST(said_by_forked() == std::filesystem::canonical(directory.path()));
}

BOOST_AUTO_TEST_CASE(gives_each_its_descriptors_and_none_of_another) {
    // Not close-on-exec, which a fork would inherit.
    const UniqueFd leaking(::fcntl(ends.first.get(), F_DUPFD, 100));
    serve([](const Strings&) { return open_descriptors(); });
    testing::DescriptorPair other = testing::make_pipe();
    const pid_t waiting = ask({"", {}, {}, directory.path(), {}}, other.second.get()).pid;
    BOOST_TEST(said_by_forked() == "0 1 2 ");
    other.second.reset();
    BOOST_TEST(testing::read_to_end(other.first.get()) == "0 1 2 ");
    BOOST_TEST(::waitpid(waiting, nullptr, 0) == waiting);
}

BOOST_AUTO_TEST_CASE(blocks_and_ignores_no_signal) {
    serve([](const Strings&) { return unusual_signals(); });
    // The test's own are inherited, so that nothing else may be added to them.
    BOOST_TEST(said_by_forked() == unusual_signals());
}

BOOST_AUTO_TEST_CASE(hides_its_memory_and_theirs) {
    serve([](const Strings&) { return std::to_string(::prctl(PR_GET_DUMPABLE)); });
    BOOST_TEST(said_by_forked() == "0");
    struct stat status = {};
    BOOST_TEST(::stat(("/proc/" + std::to_string(server) + "/mem").c_str(), &status) == 0);
    BOOST_TEST(status.st_uid == 0U);
}

BOOST_AUTO_TEST_CASE(says_that_a_directory_may_not_be_entered) {
    serve([](const Strings&) { return ""; });
    const std::filesystem::path closed = directory.path() / "closed";
    ::mkdir(closed.c_str(), 0);
    const ForkAnswer answer = ask({"", {}, {}, closed, {}}, STDOUT_FILENO);
    // Root may enter it.
    if (::geteuid() == 0) return;
    BOOST_TEST(answer.pid == 0);
    BOOST_TEST(answer.error == EACCES);
    BOOST_TEST(said_by_forked() == "");
}

BOOST_AUTO_TEST_CASE(ends_when_nobody_can_ask_any_more) {
    serve([](const Strings&) { return ""; });
    ends.first.reset();
    int status = -1;
    BOOST_TEST(::waitpid(server, &status, 0) == server);
    BOOST_TEST(status == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
