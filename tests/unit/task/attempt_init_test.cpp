#include "task/attempt_init.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <functional>
#include <string>

#include "base/process_tree.hpp"
#include "errand/error.hpp"
#include "support/descriptors.hpp"
#include "task/cancellation.hpp"

namespace errand {

using namespace std::chrono_literals;

/// Runs an init in a process of its own. Everything here has one thread, since it forks.
struct InitProcess {
    InitProcess() { adopt_orphans(); }
    ~InitProcess() { end_descendants(0ms); }

    void start(const std::function<int()>& work, std::chrono::milliseconds grace = 1min) {
        pid = ::fork();
        if (pid == 0) {
            socket.first.reset();
            ::_exit(run_as_init(socket.second.get(), std::move(report.second), grace, work));
        }
        socket.second.reset();
        report.second.reset();
        speech.second.reset();
    }
    /// For the processes below: a line for heard().
    void say(const std::string& text) const {
        const std::string line = text + "\n";
        if (::write(speech.second.get(), line.data(), line.size()) < 0) ::_exit(99);
    }
    std::string heard() const { return testing::read_line(speech.first.get()); }

    int wait_status() const {
        int status = 0;
        ::waitpid(pid, &status, 0);
        return status;
    }
    /// What the init ended with; -1 when a signal ended it.
    int exit_code() const {
        const int status = wait_status();
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    /// The work of a task that cleans up when it is cancelled.
    int sleep_until_cancelled() const {
        const Cancellation cancellation;
        say("ready");
        try {
            cancellation.sleep_for(1h);
        } catch (const Cancelled&) {
            say("cancelled");
        }
        return 7;
    }

    testing::DescriptorPair socket = testing::make_socket_pair();
    testing::DescriptorPair speech = testing::make_pipe();
    testing::DescriptorPair report = testing::make_pipe();
    pid_t pid = 0;
};

constexpr int kEndedByRequest = 128 + SIGTERM;

BOOST_FIXTURE_TEST_SUITE(attempt_init, InitProcess)

BOOST_AUTO_TEST_CASE(ends_with_the_exit_code_of_the_worker) {
    start([] { return 3; });
    BOOST_TEST(exit_code() == 3);
}

BOOST_AUTO_TEST_CASE(runs_the_work_in_another_process) {
    start([this] { return say(std::to_string(::getppid())), 0; });
    BOOST_TEST(heard() == std::to_string(pid));
    BOOST_TEST(exit_code() == 0);
}

BOOST_AUTO_TEST_CASE(dies_of_the_signal_that_the_worker_died_of) {
    for (const int signal : {SIGKILL, SIGUSR1, SIGTERM}) {
        InitProcess init;
        init.start([signal] {
            std::signal(signal, SIG_DFL);
            return std::raise(signal);
        });
        const int status = init.wait_status();
        BOOST_TEST(WIFSIGNALED(status));
        BOOST_TEST(WTERMSIG(status) == signal);
    }
}

BOOST_AUTO_TEST_CASE(ends_what_the_worker_left_behind) {
    start([this] {
        testing::DescriptorPair there = testing::make_pipe();
        if (::fork() == 0) {
            ::setsid();
            say(std::to_string(::getpid()));
            there.second.reset();
            for (;;) ::pause();
        }
        there.second.reset();
        testing::read_to_end(there.first.get());
        return 0;
    });
    const pid_t daemon = std::stoi(heard());
    BOOST_TEST(exit_code() == 0);
    BOOST_TEST(testing::read_to_end(report.first.get()) == "1 test_unit_task");
    BOOST_TEST(::kill(daemon, 0) == -1);
    BOOST_TEST(errno == ESRCH);
}

BOOST_AUTO_TEST_CASE(reports_nobody_whom_the_worker_waited_for) {
    start([] {
        if (::fork() == 0) ::_exit(0);
        ::wait(nullptr);
        return 0;
    });
    BOOST_TEST(exit_code() == 0);
    BOOST_TEST(testing::read_to_end(report.first.get()) == "");
}

BOOST_AUTO_TEST_CASE(keeps_the_report_from_the_worker) {
    start([this] { return say(std::to_string(::fcntl(report.second.get(), F_GETFD))), 0; });
    BOOST_TEST(heard() == "-1");
    BOOST_TEST(exit_code() == 0);
}

BOOST_AUTO_TEST_CASE(takes_the_worker_along_when_it_is_killed) {
    start([this] {
        std::signal(SIGTERM, SIG_IGN);
        say(std::to_string(::getpid()));
        for (;;) ::pause();
        return 0;
    });
    const pid_t worker = std::stoi(heard());
    ::kill(pid, SIGKILL);
    BOOST_TEST(WTERMSIG(wait_status()) == SIGKILL);
    // Handed to this process, which does nothing to it.
    int status = 0;
    BOOST_TEST(::waitpid(worker, &status, 0) == worker);
    BOOST_TEST(WTERMSIG(status) == SIGKILL);
}

BOOST_AUTO_TEST_CASE(asks_the_worker_to_end_when_it_is_asked) {
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        InitProcess init;
        init.start([&init] { return init.sleep_until_cancelled(); });
        BOOST_TEST(init.heard() == "ready");
        ::kill(init.pid, signal);
        BOOST_TEST(init.heard() == "cancelled");
        BOOST_TEST(init.exit_code() == kEndedByRequest);
    }
}

BOOST_AUTO_TEST_CASE(asks_the_worker_to_end_when_the_supervisor_is_gone) {
    start([this] { return sleep_until_cancelled(); });
    BOOST_TEST(heard() == "ready");
    socket.first.reset();
    BOOST_TEST(heard() == "cancelled");
    BOOST_TEST(exit_code() == kEndedByRequest);
}

BOOST_AUTO_TEST_CASE(ends_a_deaf_worker_when_the_grace_time_is_over) {
    start(
        [this] {
            std::signal(SIGTERM, SIG_IGN);
            say(std::to_string(::getpid()));
            for (;;) ::pause();
            return 0;
        },
        20ms);
    const pid_t worker = std::stoi(heard());
    ::kill(pid, SIGTERM);
    BOOST_TEST(exit_code() == kEndedByRequest);
    BOOST_TEST(::kill(worker, 0) == -1);
}

BOOST_AUTO_TEST_CASE(is_not_disturbed_by_other_children_that_end) {
    start([this] {
        for (int i = 0; i < 3; ++i)
            if (::fork() == 0) {
                // Its own child is handed to the init, and ends there.
                if (::fork() == 0) ::_exit(5);
                ::_exit(4);
            }
        while (::wait(nullptr) > 0) {
        }
        say("done");
        return 3;
    });
    BOOST_TEST(heard() == "done");
    BOOST_TEST(exit_code() == 3);
}

BOOST_AUTO_TEST_CASE(hides_the_memory_of_init_and_worker) {
    start([this] {
        rlimit core = {1, 1};
        ::getrlimit(RLIMIT_CORE, &core);
        say(std::to_string(::prctl(PR_GET_DUMPABLE)) + " " + std::to_string(core.rlim_max));
        return 0;
    });
    BOOST_TEST(heard() == "0 0");
    BOOST_TEST(exit_code() == 0);
}

BOOST_AUTO_TEST_CASE(blocks_no_signal_in_the_worker) {
    start([this] {
        sigset_t blocked;
        ::sigprocmask(SIG_BLOCK, nullptr, &blocked);
        std::string names;
        for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGCHLD})
            if (::sigismember(&blocked, signal) == 1) names += ::sigabbrev_np(signal);
        say(names);
        return 0;
    });
    BOOST_TEST(heard() == "");
    BOOST_TEST(exit_code() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
