#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runner/attempt_result.hpp"
#include "runner/run_request.hpp"

namespace errand {

/// What the expressions of a job mean in one run: `params`, `run`, `env`, and `tasks` as these end.
class RunScope {
public:
    explicit RunScope(const RunRequest& request);

    /// A task has ended.
    void add(const std::string& task, const AttemptResult& result);

    /// The job's work is over, as `run.state` and `run.reason` say from now on.
    void set_outcome(std::string_view state, const std::string& reason);

    const Value::Map& names() const { return names_; }
    /// With `item` and `index`.
    Value::Map names_for(const Value& item, std::size_t index) const;

private:
    Value::Map names_;
};

/// Whether the task's condition, if it has one, is true. \throws ValueError
bool is_wanted(const TaskDefinition& task, const Value::Map& names);

/// What the task runs for, each. \throws EvaluationError; ValueError if it is no list
Value::List items_of(const ForEach& for_each, const Value::Map& names);

/// What a task finds in its environment by the job's words, with expressions evaluated.
/// \throws EvaluationError
std::map<std::string, std::string> environment_of(const TaskDefinition& task, const RunRequest& request,
                                                  const Value::Map& names);

/// Where the task's secrets are: as the task says it, or as is said for the job's parameter that it refers to. One that
/// is not given is left out.
Value::Map secrets_of(const TaskDefinition& task, const RunRequest& request);

}  // namespace errand
