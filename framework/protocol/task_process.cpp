#include "protocol/task_process.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>

#include "base/error.hpp"

namespace errand {

TaskProcess::TaskProcess(ProcessSpawner& spawner, const Request& request) : spawner_(spawner) {
    int ends[2] = {};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) throw system_error("socketpair");
    socket_ = UniqueFd(ends[0]);
    const UniqueFd task_end(ends[1]);
    if (fcntl(socket_.get(), F_SETFL, O_NONBLOCK) != 0) throw system_error("fcntl");
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) throw system_error("pipe");
    init_report_ = UniqueFd(ends[0]);
    const UniqueFd init_end(ends[1]);
    const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!null) throw system_error("/dev/null");
    const auto or_null = [&](int fd) { return fd >= 0 ? fd : null.get(); };
    pid_ =
        spawner.spawn({request.program,
                       request.arguments,
                       request.environment,
                       request.working_directory,
                       {null.get(), or_null(request.output), or_null(request.error), task_end.get(), init_end.get()}});
    pidfd_ = UniqueFd(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
    if (pidfd_) return;
    const int reason = errno;
    kill();
    throw system_error(reason, "cannot watch " + request.program.string());
}

TaskProcess::~TaskProcess() { kill(); }

void TaskProcess::request_end() {
    if (!end_) ::kill(pid_, SIGTERM);
}

void TaskProcess::kill() {
    if (end_) return;
    ::kill(pid_, SIGKILL);
    siginfo_t ignored = {};
    while (waitid(P_PID, static_cast<id_t>(pid_), &ignored, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
    }
    reap();
}

std::optional<TaskProcess::End> TaskProcess::poll_end() {
    if (!end_) reap();
    return end_;
}

void TaskProcess::reap() {
    const auto end = spawner_.reap(pid_);
    if (!end) return;
    end_ = End{*end, {}};
    // The attempt's init ends what is below it, unless it was killed, by this or by the plugin: then all that it held
    // was handed to this process.
    spawner_.end_orphans();
    std::array<char, 64> report;
    const ssize_t count = ::read(init_report_.get(), report.data(), report.size());
    if (count > 0) end_->left_behind = decode_left_behind({report.data(), static_cast<std::size_t>(count)});
}

std::string encode(const LeftBehind& left_behind) { return std::to_string(left_behind.count) + ' ' + left_behind.name; }

std::optional<LeftBehind> decode_left_behind(std::string_view text) {
    LeftBehind found;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), found.count);
    if (error != std::errc() || end == text.end()) return std::nullopt;
    found.name.assign(end + 1, text.end());
    return found;
}

std::string describe_wait_status(int wait_status) {
    if (!WIFSIGNALED(wait_status)) return "exit code " + std::to_string(WEXITSTATUS(wait_status));
    const int signal = WTERMSIG(wait_status);
    const char* name = sigabbrev_np(signal);
    return std::string("killed by SIG") + (name ? name : std::to_string(signal)) + " (" + strsignal(signal) + ")";
}

}  // namespace errand
