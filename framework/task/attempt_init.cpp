#include "task/attempt_init.hpp"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/hidden_memory.hpp"
#include "base/process_tree.hpp"
#include "protocol/task_process.hpp"

namespace errand {

namespace {

/// The signals that init waits for, blocked for as long as this lives.
class WaitedSignals {
public:
    WaitedSignals() {
        sigemptyset(&set_);
        for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGCHLD}) sigaddset(&set_, signal);
        sigprocmask(SIG_BLOCK, &set_, nullptr);
        fd_ = UniqueFd(signalfd(-1, &set_, SFD_CLOEXEC | SFD_NONBLOCK));
        if (!fd_) throw system_error("cannot wait for signals");
    }

    int fd() const { return fd_.get(); }
    /// 0 when none is pending.
    int next() const {
        signalfd_siginfo info = {};
        return ::read(fd_.get(), &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo) : 0;
    }
    /// For the worker: nothing is blocked. Poco's network library blocks SIGPIPE when it is loaded, and a pipeline that
    /// a plugin starts would inherit that.
    void restore() {
        fd_.reset();
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
    }

private:
    sigset_t set_ = {};
    UniqueFd fd_;
};

/// Reaps whoever has ended. The worker's wait status, if it was among them.
std::optional<int> reap_until(pid_t worker) {
    int status = 0;
    while (const pid_t pid = waitpid(-1, &status, WNOHANG)) {
        if (pid < 0) return std::nullopt;
        if (pid == worker) return status;
    }
    return std::nullopt;
}

/// The worker's wait status; nothing when the attempt is to end first.
std::optional<int> wait_for(pid_t worker, int socket, const WaitedSignals& signals) {
    pollfd waits[] = {{signals.fd(), POLLIN, 0}, {socket, POLLRDHUP, 0}};
    for (;;) {
        if (poll(waits, 2, -1) < 0 && errno != EINTR) throw system_error("poll");
        while (const int signal = signals.next()) {
            if (signal != SIGCHLD) return std::nullopt;
            if (const auto status = reap_until(worker)) return status;
        }
        if (waits[1].revents != 0) return std::nullopt;
    }
}

/// Has the kernel end this process when its parent `init` is killed, and nobody is there to do it.
void die_with(pid_t init) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != init) _exit(128 + SIGKILL);
}

/// What the worker started may be about to end as well: of its closed pipes, say.
constexpr std::chrono::milliseconds kStragglers(1000);

void report_who_is_left(int report, std::chrono::milliseconds patience) {
    if (wait_for_descendants(patience)) return;
    const std::vector<pid_t> left = descendants(getpid());
    if (left.empty()) return;
    const std::string text = encode(LeftBehind{left.size(), name_of_process(left.front())});
    if (::write(report, text.data(), text.size()) < 0) throw system_error("cannot reach the supervisor");
}

int end_like(int wait_status, WaitedSignals& signals) {
    if (!WIFSIGNALED(wait_status)) return WEXITSTATUS(wait_status);
    const int signal = WTERMSIG(wait_status);
    std::signal(signal, SIG_DFL);
    signals.restore();
    kill(getpid(), signal);
    return 128 + signal;
}

}  // namespace

int run_as_init(int socket, UniqueFd report, std::chrono::milliseconds grace, const std::function<int()>& work) {
    hide_memory();
    adopt_orphans();
    WaitedSignals signals;
    const pid_t init = getpid();
    const pid_t worker = fork();
    if (worker < 0) throw system_error("cannot fork the worker");
    if (worker == 0) {
        report.reset();
        die_with(init);
        signals.restore();
        _exit(work());
    }
    const auto status = wait_for(worker, socket, signals);
    if (status) report_who_is_left(report.get(), std::min(grace, kStragglers));
    end_descendants(grace);
    constexpr int kEndedByRequest = 128 + SIGTERM;
    return status ? end_like(*status, signals) : kEndedByRequest;
}

}  // namespace errand
