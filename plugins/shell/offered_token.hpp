#pragma once

#include <string>

#include "errand/files/descriptor.hpp"
#include "errand/task_context.hpp"

namespace errand::shell {

/// Whose token a task offers that is to offer one.
/// \throws ValueError if the job names no scopes, or several resource servers and not which of them.
std::string offered_server(const TaskFacts& facts);

/// A pipe from which the access token can be read, followed by a newline, which is its end. Nothing where the job does
/// not ask for it.
///
/// The token is neither in an environment nor among arguments, and gone once it was read.
/// \throws as offered_server() does; what the authorizer throws.
Descriptor offered_token(TaskContext& context);

}  // namespace errand::shell
