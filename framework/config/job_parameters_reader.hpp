#pragma once

#include <filesystem>
#include <vector>

#include "config/document.hpp"
#include "config/problems.hpp"
#include "job/job_definition.hpp"

namespace errand {

/// Reads a job's `parameters`, what it takes when it is run, by name, and adds them to `parameters`: each in place of
/// one that has its name.
void read_job_parameters(const Node& node, std::vector<JobParameter>& parameters, Problems& problems);

}  // namespace errand
