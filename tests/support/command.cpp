#include "support/command.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <thread>

#include "base/error.hpp"
#include "base/process_spawner.hpp"

namespace errand::testing {

namespace {

constexpr std::chrono::milliseconds kInterval(5);

UniqueFd capture() {
    UniqueFd file(::memfd_create("captured", MFD_CLOEXEC));
    if (!file) throw system_error("memfd_create");
    return file;
}

std::string content(int file) {
    std::string text;
    std::array<char, 16 * 1024> buffer;
    for (;;) {
        const ssize_t count = ::pread(file, buffer.data(), buffer.size(), static_cast<off_t>(text.size()));
        if (count <= 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

}  // namespace

Command::Command(const CommandRequest& request) : out_(capture()), err_(capture()) {
    const UniqueFd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const int input = request.input < 0 ? nothing.get() : request.input;
    PosixSpawner spawner;
    pid_ = spawner.spawn(
        {request.words.front(),
         {request.words.begin() + 1, request.words.end()},
         request.environment,
         request.directory,
         {input, request.out < 0 ? out_.get() : request.out, request.err < 0 ? err_.get() : request.err}});
}

Command::~Command() {
    if (is_reaped_) return;
    signal(SIGKILL);
    waitpid(pid_, nullptr, 0);
}

std::string Command::out() const { return content(out_.get()); }

std::string Command::err() const { return content(err_.get()); }

bool Command::has_ended() const {
    siginfo_t info = {};
    return waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid_;
}

bool Command::wait_until_printed(const std::string& text) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    for (;;) {
        const bool ended = has_ended();
        if (out().find(text) != std::string::npos || err().find(text) != std::string::npos) return true;
        if (ended || std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(kInterval);
    }
}

void Command::signal(int number) const { ::kill(pid_, number); }

CommandResult Command::wait(std::chrono::seconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!has_ended()) {
        if (std::chrono::steady_clock::now() > end) signal(SIGKILL);
        std::this_thread::sleep_for(kInterval);
    }
    int status = 0;
    waitpid(pid_, &status, 0);
    is_reaped_ = true;
    return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), out(), err()};
}

CommandResult run_command(const CommandRequest& request) { return Command(request).wait(); }

}  // namespace errand::testing
