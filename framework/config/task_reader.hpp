#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/document.hpp"
#include "config/job_reader.hpp"
#include "config/map_reader.hpp"
#include "config/problems.hpp"
#include "config/reference_check.hpp"

namespace errand {

/// Reads the tasks of a job file, each by itself.
///
/// Lifetime: all that it is made of outlives it, and the nodes what it gives.
class TaskReader {
public:
    TaskReader(const JobContext& context, const std::vector<JobParameter>& job_parameters, Problems& problems)
        : context_(context), job_parameters_(job_parameters), problems_(problems), templates_(problems) {}

    /// Reads the `defaults` of a file, and those of their keys that may stand in a job itself: every task that is read
    /// from now on has them, where it has nothing of its own. They prevail over those of files read before.
    void read_defaults(const MapReader& file);
    ReadTask read(const Node& node);

private:
    void read_place_in_graph(const MapReader& map, TaskDefinition& task);
    void read_for_each(const Node& node, TaskDefinition& task);
    /// What stands in tasks and in `defaults`.
    void read_policies(const MapReader& map, TaskDefinition& task);
    void read_credentials(const MapReader& map, TaskDefinition& task);
    void read_environment(const Node& node, TaskDefinition& task);
    void read_type(const MapReader& map, ReadTask& task);
    void read_what_type_describes(const MapReader& map, ReadTask& task);
    void read_files_and_scopes(const MapReader& map, ReadTask& task);
    void read_open_files_and_scopes(const MapReader& map, ReadTask& task);
    const TaskDescription* find_type(const Node& uses, TaskDefinition& task) const;
    std::string why_not_found(const TaskDefinition& task) const;
    FileAccess declared_files(const Node& uses, const TaskDescription& type, const Value::Map& parameters) const;

    const JobContext& context_;
    const std::vector<JobParameter>& job_parameters_;
    Problems& problems_;
    TemplateReader templates_;
    /// What a task is before anything of it is read.
    TaskDefinition prototype_;
    std::vector<WrittenReference> prototype_references_;
};

}  // namespace errand
