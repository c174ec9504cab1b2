#pragma once

#include "errand/files/descriptor.hpp"
#include "errand/task_context.hpp"

namespace errand::shell {

/// A pipe from which the access token can be read, followed by a newline, which is its end. Nothing where the job does
/// not ask for it.
///
/// The token is neither in an environment nor among arguments, and gone once it was read.
/// \throws ValueError if the job names no scopes, or several resource servers and not which of them; what the
/// authorizer throws.
Descriptor offered_token(TaskContext& context);

}  // namespace errand::shell
