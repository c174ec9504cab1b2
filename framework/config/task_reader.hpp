#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/document.hpp"
#include "config/job_reader.hpp"
#include "config/map_reader.hpp"
#include "config/problems.hpp"

namespace errand {

/// What a job has for those of its tasks that have nothing of their own.
struct TaskDefaults {
    std::optional<std::string> provider;
    std::vector<Scope> allow_scopes;
};

/// Reads tasks of a job file, each by itself.
///
/// Lifetime: all that it is made of outlives it.
class TaskReader {
public:
    /// \param directory what paths are relative to
    TaskReader(const JobContext& context, const TaskDefaults& defaults, const std::filesystem::path& directory,
               const Document& document, Problems& problems)
        : context_(context), defaults_(defaults), directory_(directory), document_(document), problems_(problems) {}

    TaskDefinition read(const Node& node) const;

private:
    void read_type(const MapReader& map, const Node& node, TaskDefinition& task) const;
    void read_what_type_describes(const MapReader& map, const Node& node, const TaskDescription& type,
                                  TaskDefinition& task) const;
    const TaskDescription* find_type(const Node& uses, TaskDefinition& task) const;
    std::string why_not_found(const TaskDefinition& task) const;
    FileAccess declared_files(const Node& uses, const TaskDescription& type, const Value::Map& parameters) const;

    const JobContext& context_;
    const TaskDefaults& defaults_;
    const std::filesystem::path& directory_;
    const Document& document_;
    Problems& problems_;
};

/// Reads the name of one of `providers`.
std::optional<std::string> read_provider(const Node& node, const std::vector<std::string>& providers,
                                         Problems& problems);

}  // namespace errand
