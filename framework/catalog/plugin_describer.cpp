#include "catalog/plugin_describer.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>

#include "base/process_tree.hpp"
#include "base/units.hpp"
#include "protocol/task_process.hpp"

namespace errand {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPatience(10'000);
constexpr milliseconds kInterval(50);
constexpr std::size_t kLongestAnswer = std::size_t{1} << 20;

[[noreturn]] void refuse(const std::filesystem::path& library, const std::string& why) {
    throw CommandError(ExitCode::configuration, library.string() + ": " + why);
}

/// Everything the process wrote until it hung up.
std::string listen(TaskProcess& process, const std::filesystem::path& library, std::int64_t memory) {
    std::string answer;
    std::array<char, 16 * 1024> buffer;
    const auto end = steady_clock::now() + kPatience;
    for (;;) {
        const ssize_t count = ::read(process.socket(), buffer.data(), buffer.size());
        if (count == 0 || (count < 0 && errno == ECONNRESET)) return answer;
        if (count > 0) answer.append(buffer.data(), static_cast<std::size_t>(count));
        if (answer.size() > kLongestAnswer)
            refuse(library, "describes itself in more than " + format_size(kLongestAnswer));
        if (steady_clock::now() >= end)
            refuse(library, "did not describe itself within " + format_duration(kPatience) +
                                "; does one of its constructors, or describe(), wait for something?");
        if (usage_below(process.pid()).memory > memory)
            refuse(library, "took more than " + format_size(memory) + " of memory to describe itself");
        pollfd wait = {process.socket(), POLLIN, 0};
        if (count < 0) poll(&wait, 1, static_cast<int>(kInterval.count()));
    }
}

int wait_for_end(TaskProcess& process) {
    pollfd wait = {process.pidfd(), POLLIN, 0};
    poll(&wait, 1, static_cast<int>(kPatience.count()));
    if (const auto end = process.poll_end()) return end->wait_status;
    process.kill();
    return process.poll_end()->wait_status;
}

}  // namespace

PluginDescriber::PluginDescriber(std::filesystem::path task_program, ProcessSpawner& spawner, std::int64_t memory)
    : task_program_(std::move(task_program)), spawner_(spawner), memory_(memory) {}

PluginDescription PluginDescriber::describe(const std::filesystem::path& library) {
    TaskProcess process(spawner_, {task_program_, {"--describe", library.string()}});
    const std::string answer = listen(process, library, memory_);
    const int wait_status = wait_for_end(process);
    if (answer.empty())
        refuse(library, "ended while it was loaded, " + describe_wait_status(wait_status) +
                            "; look at its constructors of global objects and at describe()");
    try {
        const DescriptionAnswer decoded = decode_description_answer(answer);
        if (const auto* refusal = std::get_if<LibraryRefusal>(&decoded))
            throw CommandError(ExitCode::configuration, refusal->why);
        return std::get<PluginDescription>(decoded);
    } catch (const ProtocolError&) {
        // What it wrote instead is its own affair, and would explain nothing.
    }
    refuse(library, "does not describe itself in the way that this errand's SDK does");
}

}  // namespace errand
