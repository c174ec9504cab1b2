#include "job/resource_limits.hpp"

namespace errand {

ResourceLimits limits_within(const ResourceLimits& own, const ResourceLimits& general) {
    ResourceLimits limits = own;
    if (!limits.memory) limits.memory = general.memory;
    if (!limits.cpu_time) limits.cpu_time = general.cpu_time;
    if (!limits.open_files) limits.open_files = general.open_files;
    if (!limits.processes) limits.processes = general.processes;
    if (!limits.output) limits.output = general.output;
    return limits;
}

}  // namespace errand
