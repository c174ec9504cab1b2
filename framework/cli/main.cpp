#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <type_traits>

#include "base/hidden_memory.hpp"
#include "base/outlet_buffer.hpp"
#include "base/redacting_streambuf.hpp"
#include "cli/arguments.hpp"
#include "cli/failure.hpp"
#include "cli/run_reporter.hpp"
#include "cli/runs/run_output.hpp"
#include "cli/session.hpp"
#include "config/config_error.hpp"

namespace {

using errand::ExitCode;

/// Keeps a standard stream's number from going to the next file or socket that is opened, when errand was started
/// without that stream. Reading finds nothing, writing fails as it would have.
void occupy_standard_streams() {
    int opened = STDIN_FILENO;
    while (opened >= 0 && opened <= STDERR_FILENO) opened = open("/dev/null", O_RDONLY);
    if (opened > STDERR_FILENO) close(opened);
}

/// LeakSanitizer traces its own process, at the very end, when no secret is left.
void allow_leak_check() {
#if defined(__SANITIZE_ADDRESS__)
    prctl(PR_SET_DUMPABLE, 1);
#endif
}

/// Standard output or standard error.
struct StandardStream {
    StandardStream(int descriptor, const errand::Redactor& redactor)
        : outlet(descriptor), redacting(outlet, redactor), stream(&redacting) {}

    /// False if something could not be written.
    bool finish() { return redacting.finish() && stream.flush(); }

    errand::OutletBuffer outlet;
    errand::RedactingStreambuf redacting;
    std::ostream stream;
};

struct StandardStreams {
    StandardStreams() { err.stream << std::unitbuf; }

    errand::Redactor redactor;
    StandardStream out{STDOUT_FILENO, redactor};
    StandardStream err{STDERR_FILENO, redactor};
};

/// A program that wants a report is told there, too, what ended the command: of one that prints a document a line, on
/// a line.
template <class Options>
ExitCode run_and_report(const Options& options, errand::Session& session) try {
    return errand::run(options, session);
} catch (const std::exception& error) {
    constexpr bool kIsLineByLine = std::is_same_v<Options, errand::LogsOptions>;
    if constexpr (requires { options.json; })
        if (options.json)
            print_report(session, errand::to_value(error),
                         kIsLineByLine ? errand::JsonStyle::compact : errand::JsonStyle::indented);
    throw;
}

ExitCode run_command(const errand::Arguments& arguments, StandardStreams& streams) try {
    const errand::SystemClock clock;
    errand::Session session{streams.out.stream,
                            streams.err.stream,
                            streams.out.outlet,
                            streams.err.outlet,
                            streams.redactor,
                            clock,
                            errand::real_surroundings(),
                            std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path(),
                            arguments.config,
                            arguments.verbose};
    return std::visit([&](const auto& options) { return run_and_report(options, session); }, arguments.command);
} catch (const errand::ConfigError& error) {
    // Each of its lines begins with a place of its own, for people and editors.
    streams.err.stream << error.what() << '\n';
    return error.code();
} catch (const std::exception& error) {
    streams.err.stream << "errand: " << error.what() << '\n';
    return errand::exit_code(error);
}

/// What could not be written must not pass for done.
ExitCode checked_output(ExitCode code, StandardStreams& streams) {
    if (streams.out.finish()) return code;
    streams.err.stream << "errand: cannot write to standard output\n";
    return more_important(code, ExitCode::state);
}

}  // namespace

int main(int argc, char** argv) {
    occupy_standard_streams();
    errand::hide_memory();
    StandardStreams streams;
    const auto parsed = errand::parse_arguments(argc, argv, streams.out.stream, streams.err.stream);
    const auto* arguments = std::get_if<errand::Arguments>(&parsed);
    const ExitCode code =
        checked_output(arguments ? run_command(*arguments, streams) : std::get<ExitCode>(parsed), streams);
    allow_leak_check();
    return static_cast<int>(code);
}
