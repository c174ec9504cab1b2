#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "base/error.hpp"
#include "cli/arguments.hpp"
#include "cli/session.hpp"
#include "config/config_error.hpp"
#include "errand/error.hpp"

namespace {

using errand::ExitCode;

/// Keeps a standard stream's number from going to the next file or socket that is opened, when errand was started
/// without that stream. Reading finds nothing, writing fails as it would have.
void occupy_standard_streams() {
    int opened = STDIN_FILENO;
    while (opened >= 0 && opened <= STDERR_FILENO) opened = open("/dev/null", O_RDONLY);
    if (opened > STDERR_FILENO) close(opened);
}

/// Secrets will be in this memory: no core file, and no look through /proc or ptrace by other processes of the user.
void hide_memory() {
    constexpr rlimit kNoCore = {0, 0};
    setrlimit(RLIMIT_CORE, &kNoCore);
    prctl(PR_SET_DUMPABLE, 0);
}

/// LeakSanitizer traces its own process, at the very end, when no secret is left.
void allow_leak_check() {
#if defined(__SANITIZE_ADDRESS__)
    prctl(PR_SET_DUMPABLE, 1);
#endif
}

ExitCode complain(ExitCode code, const std::exception& error) {
    std::cerr << "errand: " << error.what() << '\n';
    return code;
}

ExitCode run_command(const errand::Arguments& arguments) try {
    const errand::SystemClock clock;
    errand::Session session{std::cout,
                            std::cerr,
                            clock,
                            errand::real_surroundings(),
                            std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path(),
                            arguments.config,
                            arguments.verbose};
    return std::visit([&](const auto& options) { return errand::run(options, session); }, arguments.command);
} catch (const errand::ConfigError& error) {
    // Each of its lines begins with a place of its own, for people and editors.
    std::cerr << error.what() << '\n';
    return error.code();
} catch (const errand::CommandError& error) {
    return complain(error.code(), error);
} catch (const errand::CredentialsRefused& error) {
    return complain(ExitCode::credentials, error);
} catch (const errand::ServiceUnreachable& error) {
    return complain(ExitCode::unreachable, error);
} catch (const errand::Error& error) {
    return complain(ExitCode::configuration, error);
} catch (const std::system_error& error) {
    return complain(ExitCode::state, error);
} catch (const std::exception& error) {
    return complain(ExitCode::internal_fault, error);
}

/// What could not be written must not pass for done.
ExitCode checked_output(ExitCode code) {
    if (std::cout.flush()) return code;
    std::cerr << "errand: cannot write to standard output\n";
    return more_important(code, ExitCode::state);
}

}  // namespace

int main(int argc, char** argv) {
    occupy_standard_streams();
    hide_memory();
    const auto parsed = errand::parse_arguments(argc, argv, std::cout, std::cerr);
    const auto* arguments = std::get_if<errand::Arguments>(&parsed);
    const ExitCode code = checked_output(arguments ? run_command(*arguments) : std::get<ExitCode>(parsed));
    allow_leak_check();
    return static_cast<int>(code);
}
