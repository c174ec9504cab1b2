#pragma once

#include <string>
#include <vector>

#include "errand/task_description.hpp"
#include "job/scope.hpp"

namespace errand {

/// What becomes of it when a service asks for more than a task's token has.
struct ScopeWidening {
    /// The declared scopes, and with them those asked for that the task may have.
    ScopeDescription wanted;
    /// Those it may not have.
    std::vector<Scope> refused;
};

/// Adds what a service asked for to what a task declares.
///
/// A scope of a declared name may bring dependencies along. Any other must be among `allowed`, with what it depends on;
/// one that is allowed without brackets may come with any dependencies, as a declared one may.
/// \param asked scope strings, from anybody
/// \throws ScopeSyntaxError if any of it is not made of scopes, or `asked` is more than 200 scopes or 16 KiB.
/// Source: `required_scopes` of an error of Globus services, code `ConsentRequired`.
ScopeWidening widened(const ScopeDescription& declared, const std::vector<std::string>& asked,
                      const std::vector<Scope>& allowed);

}  // namespace errand
