#pragma once

#include <cstddef>
#include <string>

#include "job/job_definition.hpp"

namespace errand::testing {

inline TaskDefinition task_named(const std::string& name) {
    TaskDefinition task;
    task.name = name;
    return task;
}

inline TaskDefinition item_of(const std::string& name, std::size_t index) {
    TaskDefinition task = task_named(name);
    task.item = {index, {}};
    return task;
}

}  // namespace errand::testing
