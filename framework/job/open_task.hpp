#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "errand/task_description.hpp"
#include "expression/value_template.hpp"

namespace errand {

/// What of a task is known only when it begins, since it depends on expressions, and what that is checked against.
struct OpenTask {
    /// The parameters that TaskDefinition::parameters lacks.
    std::map<std::string, ValueTemplate> parameters;
    TaskDescription type;
    /// In place of those that the type declares, with its templates.
    std::vector<ScopeDescription> named_scopes;
    /// What the job keeps of the files that the type declares. Nothing: all of them.
    std::optional<FileAccess> kept_files;
    /// What relative paths are relative to.
    std::filesystem::path directory;
};

}  // namespace errand
