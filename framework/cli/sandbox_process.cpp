#include "cli/sandbox_process.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "base/error.hpp"
#include "protocol/sandbox_arguments.hpp"

namespace errand {

namespace {

/// The reading end first.
std::pair<UniqueFd, UniqueFd> make_pipe() {
    int ends[2] = {};
    if (pipe2(ends, O_CLOEXEC) != 0) throw system_error("pipe");
    return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

/// Whether more came.
bool read_more(int descriptor, std::string& text) {
    std::array<char, 4096> buffer;
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0;
}

/// The value of the line `export NAME=value`.
std::string exported(const std::string& lines, const std::string& name) {
    const std::string start = "export " + name + "=";
    const std::size_t begin = lines.find(start) + start.size();
    return lines.substr(begin, lines.find('\n', begin) - begin);
}

}  // namespace

SandboxProcess::SandboxProcess(const std::filesystem::path& program, ProcessSpawner& spawner) {
    auto [its_input, input] = make_pipe();
    auto [output, its_output] = make_pipe();
    const pid_t pid = spawner.spawn({program,
                                     {"--until-closed", to_json(SandboxArguments{})},
                                     {},
                                     {},
                                     {its_input.get(), its_output.get(), STDERR_FILENO}});
    input_ = std::move(input);
    output_ = std::move(output);
    // It has left a child behind, which serves.
    ::waitpid(pid, nullptr, 0);
}

SandboxProcess::~SandboxProcess() {
    input_.reset();
    for (std::string rest; read_more(output_.get(), rest);) {
    }
}

SandboxAccess SandboxProcess::access() {
    std::string lines;
    constexpr std::string_view kLast = "export GLOBUS_SDK_SERVICE_URL_TRANSFER=";
    while (lines.find(kLast) == std::string::npos || !lines.ends_with('\n'))
        if (!read_more(output_.get(), lines)) throw CommandError(ExitCode::internal_fault, "the sandbox did not start");
    return {exported(lines, "GLOBUS_SDK_SERVICE_URL_AUTH"), exported(lines, "GLOBUS_CLIENT_ID"),
            Secret(exported(lines, "GLOBUS_CLIENT_SECRET"))};
}

}  // namespace errand
