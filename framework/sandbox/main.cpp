#include <poll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <optional>
#include <string_view>

#include "base/error.hpp"
#include "base/logger.hpp"
#include "base/stop_signals.hpp"
#include "protocol/sandbox_arguments.hpp"
#include "sandbox/sandbox.hpp"

namespace {

using errand::ExitCode;
using errand::SandboxOptions;

constexpr char kUsage[] =
    "errand-sandbox serves a look-alike of Globus on loopback. It is not for the command line, but started by\n"
    "`errand sandbox` and `errand run --sandbox`.\n"
    "\n"
    "  errand-sandbox --until-signal JSON    log each request, and stop at SIGINT or SIGTERM\n"
    "  errand-sandbox --until-closed JSON    say nothing, and stop at the end of standard input\n";

SandboxOptions to_options(const errand::SandboxArguments& arguments) {
    SandboxOptions options;
    options.port = static_cast<std::uint16_t>(arguments.port);
    options.endpoints = static_cast<std::size_t>(arguments.endpoints);
    options.token_lifetime = arguments.token_lifetime;
    options.latency = arguments.latency;
    for (const std::string& fault : arguments.faults) options.faults.push_back(errand::parse_fault(fault));
    if (!arguments.tls_certificate.empty()) options.tls = {arguments.tls_certificate, arguments.tls_key};
    return options;
}

/// Who is to use the sandbox has nothing without them.
void print_exports(const errand::Sandbox& sandbox) {
    std::cout << sandbox.shell_exports() << std::flush;
    if (!std::cout) throw errand::CommandError(ExitCode::state, "cannot write to standard output");
}

void serve_until_signal(SandboxOptions options) {
    const errand::StopSignals stop;
    const errand::SystemClock clock;
    errand::StreamLogger logger(std::cerr, clock, errand::Severity::info);
    options.log = [&logger](std::string_view request) { logger.info(request); };
    const errand::Sandbox sandbox(std::move(options), clock);
    print_exports(sandbox);
    logger.info("serving " + sandbox.url() + " until SIGINT or SIGTERM");
    pollfd wait = {stop.fd(), POLLIN, 0};
    while (stop.take() == 0) poll(&wait, 1, -1);
    logger.info("stopped after " + std::to_string(sandbox.request_count()) + " requests");
}

/// Whoever started it holds the other end of standard input, and lets go of it whatever becomes of them. It serves in a
/// process that is not theirs, since an attempt's end ends all that are.
void serve_until_closed(SandboxOptions options) {
    const pid_t server = ::fork();
    if (server < 0) throw errand::system_error("cannot leave its parent");
    if (server > 0) ::_exit(static_cast<int>(ExitCode::done));
    const errand::SystemClock clock;
    const errand::Sandbox sandbox(std::move(options), clock);
    print_exports(sandbox);
    char ignored = 0;
    while (::read(STDIN_FILENO, &ignored, 1) > 0) {
    }
}

int usage() {
    std::fputs(kUsage, stderr);
    return static_cast<int>(ExitCode::usage);
}

}  // namespace

int main(int argc, char** argv) try {
    const std::string_view mode = argc == 3 ? argv[1] : "";
    if (mode != "--until-signal" && mode != "--until-closed") return usage();
    SandboxOptions options = to_options(errand::parse_sandbox_arguments(argv[2]));
    if (mode == "--until-signal")
        serve_until_signal(std::move(options));
    else
        serve_until_closed(std::move(options));
    return static_cast<int>(ExitCode::done);
} catch (const errand::CommandError& error) {
    std::fprintf(stderr, "errand: %s\n", error.what());
    return static_cast<int>(error.code());
} catch (const std::exception& error) {
    std::fprintf(stderr, "errand: %s\n", error.what());
    return static_cast<int>(ExitCode::internal_fault);
}
