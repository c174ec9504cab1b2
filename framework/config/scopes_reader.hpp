#pragma once

#include <vector>

#include "config/document.hpp"
#include "config/problems.hpp"
#include "errand/task_description.hpp"
#include "job/scope.hpp"

namespace errand {

/// The scopes that a task type declares, with the templates filled in. What is wrong is a problem at `uses`.
std::vector<ScopeDescription> read_declared_scopes(const Node& uses, const TaskDescription& type,
                                                   const Value::Map& parameters, Problems& problems);

/// Reads a task's `scopes`, a list for each resource server: they take the place of those declared there, or are added.
/// Templates are filled in.
void read_named_scopes(const Node& node, std::vector<ScopeDescription>& scopes, const Value::Map& parameters,
                       Problems& problems);

/// Reads `allow_scopes`.
std::vector<Scope> read_allowed_scopes(const Node& node, Problems& problems);

}  // namespace errand
