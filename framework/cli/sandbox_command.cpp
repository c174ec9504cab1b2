#include <poll.h>

#include "base/logger.hpp"
#include "cli/session.hpp"
#include "runner/stop_signals.hpp"
#include "sandbox/sandbox.hpp"

namespace errand {

namespace {

SandboxOptions to_options(const SandboxArguments& arguments, Logger& logger) {
    SandboxOptions options;
    options.port = static_cast<std::uint16_t>(arguments.port);
    options.endpoints = static_cast<std::size_t>(arguments.endpoints);
    options.token_lifetime = arguments.token_lifetime;
    options.latency = arguments.latency;
    for (const std::string& fault : arguments.faults) options.faults.push_back(parse_fault(fault));
    if (!arguments.tls_certificate.empty()) options.tls = {arguments.tls_certificate, arguments.tls_key};
    options.log = [&logger](std::string_view request) { logger.info(request); };
    return options;
}

}  // namespace

ExitCode run(const SandboxArguments& arguments, Session& session) {
    const StopSignals stop;
    StreamLogger logger(session.err, session.clock, Severity::info);
    const Sandbox sandbox(to_options(arguments, logger), session.clock);
    session.out << sandbox.shell_exports() << std::flush;
    logger.info("serving " + sandbox.url() + " until SIGINT or SIGTERM");
    pollfd wait = {stop.fd(), POLLIN, 0};
    while (stop.take() == 0) poll(&wait, 1, -1);
    logger.info("stopped after " + std::to_string(sandbox.request_count()) + " requests");
    return ExitCode::done;
}

}  // namespace errand
