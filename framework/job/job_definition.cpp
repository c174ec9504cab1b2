#include "job/job_definition.hpp"

namespace errand {

std::string display_name(const TaskDefinition& task) {
    return task.item ? task.name + "[" + std::to_string(task.item->index) + "]" : task.name;
}

}  // namespace errand
