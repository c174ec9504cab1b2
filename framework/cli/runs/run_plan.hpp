#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "errand/value.hpp"
#include "runner/provider_choice.hpp"
#include "runner/run_request.hpp"

namespace errand {

/// Gives what a task type says that a task would do, as TaskPreview::ask() does. `provider` is null where the task
/// needs none.
using AskPreview = std::function<std::string(const TaskDefinition& task, const TokenProvider* provider)>;

/// What a run would do, as far as it is known before it begins: for `errand run --dry-run --json`. Holds no secret, and
/// asks nobody but the task types.
///
/// Parameters that depend on tasks that have not run are named in `known_later`, and then files are not told and the
/// task type is not asked; a task that could not be run says why in `problem`.
/// \throws CommandError if no provider can be chosen for a task
Value plan_of(const RunRequest& request, const std::vector<NamedProvider>& providers, const AskPreview& ask);

/// For people.
void print_plan(const Value& plan, std::ostream& out);

/// Whether a task of it has a problem.
bool has_problem(const Value& plan);

}  // namespace errand
