#include "auth/secret_command.hpp"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>

#include "auth/secret_source.hpp"
#include "base/error.hpp"
#include "base/logger.hpp"
#include "base/unique_fd.hpp"
#include "base/units.hpp"
#include "errand/error.hpp"

namespace errand {

namespace {

constexpr std::size_t kMostPrinted = std::size_t{64} * 1024;
constexpr std::size_t kLargestComplaint = 4096;
constexpr std::size_t kLongestComplaintShown = 200;
/// What a shell, and env(1), end with when there is no such program.
constexpr int kNotFound = 127;

struct Pipe {
    UniqueFd source;
    UniqueFd sink;

    Pipe() {
        int ends[2] = {};
        if (::pipe2(ends, O_CLOEXEC) != 0) throw system_error("pipe");
        source = UniqueFd(ends[0]);
        sink = UniqueFd(ends[1]);
    }
};

/// What one of the command's streams brought, up to a bound.
struct Stream {
    UniqueFd source;
    std::string text = {};

    /// \throws std::system_error
    void read() {
        std::array<char, 4096> buffer;
        const ssize_t count = ::read(source.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) return;
        if (count <= 0) return source.reset();
        text.append(buffer.data(), static_cast<std::size_t>(count));
        explicit_bzero(buffer.data(), buffer.size());
    }
};

/// One run of the command.
class Running {
public:
    Running(const SecretCommand& command, ProcessSpawner& spawner)
        : command_(command), spawner_(spawner), end_(std::chrono::steady_clock::now() + command.time_limit) {
        const UniqueFd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        Pipe output;
        Pipe error;
        const std::string& program = command.arguments.front();
        const bool has_path = program.find('/') != std::string::npos;
        ProcessRequest request;
        request.program = has_path ? program : "/usr/bin/env";
        request.arguments.assign(command.arguments.begin() + (has_path ? 1 : 0), command.arguments.end());
        request.environment = command.environment;
        request.working_directory = command.working_directory;
        request.descriptors = {nothing.get(), output.sink.get(), error.sink.get()};
        pid_ = spawner.spawn(request);
        output_.source = std::move(output.source);
        error_.source = std::move(error.source);
    }
    ~Running() {
        explicit_bzero(output_.text.data(), output_.text.size());
        if (pid_ <= 0) return;
        ::kill(-pid_, SIGKILL);
        siginfo_t ignored = {};
        ::waitid(P_PID, static_cast<id_t>(pid_), &ignored, WEXITED | WNOWAIT);
        spawner_.reap(pid_);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    Secret secret() {
        read();
        const int status = wait();
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) refuse_status(status);
        strip_line_break(output_.text);
        if (output_.text.empty()) refuse("printed nothing");
        return Secret(output_.text);
    }

private:
    void read() {
        while (output_.source || error_.source) {
            std::array<pollfd, 3> waits = {{{output_.source.get(), POLLIN, 0},
                                            {error_.source.get(), POLLIN, 0},
                                            {command_.give_up_descriptor, POLLIN, 0}}};
            if (::poll(waits.data(), waits.size(), time_left()) < 0 && errno != EINTR) throw system_error("poll");
            if (waits[2].revents != 0) give_up();
            if (time_left() == 0) refuse("did not end within " + format_duration(command_.time_limit));
            if (waits[0].revents != 0) output_.read();
            if (waits[1].revents != 0) error_.read();
            if (output_.text.size() > kMostPrinted) refuse("printed more than 64KiB; it should print the secret only");
            if (error_.text.size() > kLargestComplaint) error_.text.erase(0, error_.text.size() - kLargestComplaint);
        }
    }

    /// Its status; it has closed its streams, and is given what is left of the time.
    int wait() {
        constexpr int kInterval = 2;  // milliseconds
        std::optional<ProcessEnd> end;
        while (!(end = spawner_.reap(pid_))) {
            if (time_left() == 0) refuse("did not end within " + format_duration(command_.time_limit));
            pollfd wait = {command_.give_up_descriptor, POLLIN, 0};
            if (::poll(&wait, 1, kInterval) > 0) give_up();
        }
        pid_ = 0;
        return end->wait_status;
    }

    [[noreturn]] void give_up() const {
        throw Cancelled("the command '" + command_.arguments.front() + "' for the secret is not waited for any longer");
    }

    int time_left() const {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end_ - std::chrono::steady_clock::now());
        return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
    }

    [[noreturn]] void refuse_status(int status) const {
        if (!WIFEXITED(status)) refuse("was ended by a signal");
        if (WEXITSTATUS(status) == kNotFound) refuse("cannot be found; check its name, and PATH");
        refuse("ended with exit code " + std::to_string(WEXITSTATUS(status)));
    }

    [[noreturn]] void refuse(const std::string& problem) const {
        std::string complaint = error_.text;
        while (complaint.ends_with('\n')) complaint.pop_back();
        complaint.erase(0, complaint.rfind('\n') + 1);
        if (!complaint.empty()) complaint = ": " + printable(complaint, kLongestComplaintShown);
        throw CommandError(ExitCode::configuration,
                           "the command '" + command_.arguments.front() + "' for the secret " + problem + complaint);
    }

    const SecretCommand& command_;
    ProcessSpawner& spawner_;
    const std::chrono::steady_clock::time_point end_;
    pid_t pid_ = 0;
    Stream output_;
    Stream error_;
};

}  // namespace

Secret read_secret_command(const SecretCommand& command, ProcessSpawner& spawner) {
    try {
        return Running(command, spawner).secret();
    } catch (const std::system_error& error) {
        throw CommandError(ExitCode::configuration, std::string("the command for the secret: ") + error.what());
    }
}

}  // namespace errand
