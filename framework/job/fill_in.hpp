#pragma once

#include <filesystem>

#include "job/job_definition.hpp"

namespace errand {

/// The task as it is run, with nothing open: its expressions evaluated in `scope`, and what follows from them.
/// \throws EvaluationError; ValueError if a parameter does not fit its description, or what follows from it cannot be
/// had; both say which.
TaskDefinition filled_in(const TaskDefinition& task, const Value::Map& scope);

/// What an expression gave, as the parameter that it is meant for: texts are read as integers, durations and sizes
/// where these are wanted, relative paths are completed from `directory`. \throws ValueError saying what was expected,
/// and never showing the value
Value to_parameter(const Value& value, const ParameterDescription& parameter, const std::filesystem::path& directory);

}  // namespace errand
