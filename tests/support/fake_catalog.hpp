#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "job/task_catalog.hpp"

namespace errand::testing {

/// A catalog of what a test puts into it.
class FakeCatalog final : public TaskCatalog {
public:
    void add(const std::string& plugin, TaskDescription task) { plugins_[plugin].push_back(std::move(task)); }
    /// Makes the library of `plugin` one that is refused with `reason`.
    void refuse(const std::string& plugin, const std::string& reason) {
        plugins_[plugin];
        refusals_[plugin] = reason;
    }

    const TaskDescription* find(std::string_view plugin, std::string_view task) override {
        for (const TaskDescription& type : tasks_of(plugin))
            if (type.name == task) return &type;
        return nullptr;
    }
    std::vector<std::string> plugin_names() override {
        std::vector<std::string> names;
        for (const auto& [name, tasks] : plugins_) names.push_back(name);
        return names;
    }
    std::vector<std::string> task_names(std::string_view plugin) override {
        std::vector<std::string> names;
        for (const TaskDescription& type : tasks_of(plugin)) names.push_back(type.name);
        return names;
    }

private:
    const std::vector<TaskDescription>& tasks_of(std::string_view plugin) const {
        static const std::vector<TaskDescription> kNone;
        const std::string name(plugin);
        if (const auto refusal = refusals_.find(name); refusal != refusals_.end())
            throw CommandError(ExitCode::configuration, refusal->second);
        const auto found = plugins_.find(name);
        return found == plugins_.end() ? kNone : found->second;
    }

    std::map<std::string, std::vector<TaskDescription>> plugins_;
    std::map<std::string, std::string> refusals_;
};

}  // namespace errand::testing
