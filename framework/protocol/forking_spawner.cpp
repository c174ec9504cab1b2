#include "protocol/forking_spawner.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "base/passed_descriptors.hpp"

namespace errand {

namespace {

/// For a fork, on a machine that has much else to do.
constexpr int kPatienceMs = 10'000;
constexpr int kTries = 3;

UniqueFd open_directory(const ProcessRequest& request) {
    const std::filesystem::path path = request.working_directory.empty() ? "." : request.working_directory;
    UniqueFd directory(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!directory) throw cannot_start(request, errno);
    return directory;
}

/// Nothing when none comes.
std::optional<ForkAnswer> receive_answer(int socket) {
    pollfd wait = {socket, POLLIN, 0};
    while (poll(&wait, 1, kPatienceMs) < 0 && errno == EINTR) {
    }
    ForkAnswer answer;
    if (::recv(socket, &answer, sizeof answer, 0) != sizeof answer) return std::nullopt;
    return answer;
}

}  // namespace

ForkingSpawner::ForkingSpawner(std::filesystem::path program, PosixSpawner& spawner)
    : program_(std::move(program)), spawner_(spawner) {}

void ForkingSpawner::prepare() noexcept try {
    const std::lock_guard lock(mutex_);
    start_server();
} catch (const std::exception&) {
    server_.reset();
}

pid_t ForkingSpawner::spawn(const ProcessRequest& request) {
    if (request.program != program_) return spawner_.spawn(request);
    const UniqueFd directory = open_directory(request);
    const UniqueFd words = write_words(request);
    std::vector<int> passed = {directory.get(), words.get()};
    passed.insert(passed.end(), request.descriptors.begin(), request.descriptors.end());
    const std::lock_guard lock(mutex_);
    std::string end;
    for (int tries = 0; tries < kTries; ++tries) {
        start_server();
        if (const auto pid = spawner_.spawn_by([&] { return ask_server(request, passed); })) return *pid;
        // With it goes a process that it made and told nobody of. Nothing was said to that one yet.
        server_->kill();
        end = describe_wait_status(server_->poll_end()->wait_status);
        server_.reset();
    }
    throw system_error(ECONNRESET,
                       "cannot start " + program_.string() + ": what is to fork it ended each time, at last: " + end);
}

void ForkingSpawner::start_server() {
    // The libraries' functions are bound to their callers at once, instead of in each fork at the first call.
    if (!server_) server_.emplace(spawner_, TaskProcess::Request{program_, {"--serve"}, {"LD_BIND_NOW=1"}});
}

std::optional<pid_t> ForkingSpawner::ask_server(const ProcessRequest& request, const std::vector<int>& passed) {
    if (!pass_descriptors(server_->socket(), passed)) return std::nullopt;
    const auto answer = receive_answer(server_->socket());
    if (!answer) return std::nullopt;
    if (answer->pid == 0) throw cannot_start(request, answer->error);
    return answer->pid;
}

}  // namespace errand
