#pragma once

#include <filesystem>
#include <vector>

#include "config/document.hpp"
#include "config/problems.hpp"
#include "job/job_definition.hpp"

namespace errand {

/// Reads a job's `parameters`: what it takes when it is run, by name.
std::vector<JobParameter> read_job_parameters(const Node& node, Problems& problems);

}  // namespace errand
