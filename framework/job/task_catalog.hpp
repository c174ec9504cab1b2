#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "errand/task_description.hpp"

namespace errand {

/// Knows the task types that the installed plugins offer. What a job's `uses:` is looked up in.
class TaskCatalog {
public:
    virtual ~TaskCatalog() = default;

    /// The task type `plugin`.`task`, or nullptr when the plugin or the task type is not there.
    /// Lifetime: as long as the catalog.
    /// \throws CommandError with ExitCode::configuration if the plugin's library is refused; it says why.
    virtual const TaskDescription* find(std::string_view plugin, std::string_view task) = 0;

    /// The names of all plugins, for suggestions; loads none.
    virtual std::vector<std::string> plugin_names() = 0;
    /// The names of a plugin's task types, without the plugin's; empty when it is not there.
    /// \throws CommandError as find() does.
    virtual std::vector<std::string> task_names(std::string_view plugin) = 0;
};

}  // namespace errand
