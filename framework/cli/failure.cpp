#include "cli/failure.hpp"

#include <system_error>

#include "base/error.hpp"
#include "errand/error.hpp"

namespace errand {

namespace {

template <class Kind>
bool is(const std::exception& error) {
    return dynamic_cast<const Kind*>(&error) != nullptr;
}

}  // namespace

ExitCode exit_code(const std::exception& error) {
    if (const auto* command_error = dynamic_cast<const CommandError*>(&error)) return command_error->code();
    if (is<CredentialsRefused>(error)) return ExitCode::credentials;
    if (is<ServiceUnreachable>(error)) return ExitCode::unreachable;
    if (is<Error>(error)) return ExitCode::configuration;
    if (is<std::system_error>(error)) return ExitCode::state;
    return ExitCode::internal_fault;
}

}  // namespace errand
