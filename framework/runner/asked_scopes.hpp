#pragma once

#include <variant>

#include "job/job_definition.hpp"
#include "protocol/messages.hpp"

namespace errand {

/// What to ask the provider for when a task wants a token: the scopes that it declares at that resource server, with
/// those that services asked for. A refusal, if the task may not have all of these, says what to add to the job file.
/// \throws ProtocolError if the task declares nothing at that resource server.
std::variant<ScopeDescription, TokenRefusal> scopes_for(const TaskDefinition& task, const TokenRequest& request);

}  // namespace errand
