#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/config_error.hpp"
#include "config/include_reader.hpp"
#include "job/job_definition.hpp"
#include "job/task_catalog.hpp"

namespace errand {

/// What a job file is checked against.
struct JobContext {
    TaskCatalog& catalog;
    /// The names of the configured providers, and pools.
    std::vector<std::string> providers;
    std::vector<std::string> pools = {};
};

/// Reads a job from the text of a YAML file. Opens nothing itself; the catalog may, to learn about a plugin.
/// \param read_fragment gives what the file includes; if empty, it can include nothing
/// \throws ConfigError with every problem of the file, under the name `file_name`, and of its fragments.
JobDefinition read_job(std::string_view text, const std::string& file_name, const JobContext& context,
                       const ReadFragment& read_fragment = {});

}  // namespace errand
