#pragma once

#include <string>
#include <vector>

#include "config/template_reader.hpp"
#include "errand/task_description.hpp"
#include "job/job_definition.hpp"

namespace errand {

/// A task as it was read, beside what it means.
struct ReadTask {
    TaskDefinition definition;
    /// Where it stands.
    const Node* node = nullptr;
    /// Null where it uses no type that is known.
    const TaskDescription* type = nullptr;
    std::vector<WrittenReference> references;
};

/// Holds what the expressions of tasks name against what there is: parameters of the job, outputs of tasks that come
/// before, and facts of the run.
/// \param tasks of one stage, in their order, with needs that are there
/// \param earlier the tasks of an earlier stage, which have ended; none in the first
void check_references(const std::vector<ReadTask>& tasks, const std::vector<ReadTask>& earlier,
                      const std::vector<JobParameter>& parameters, Problems& problems);

}  // namespace errand
