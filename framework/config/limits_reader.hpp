#pragma once

#include <string>
#include <vector>

#include "config/map_reader.hpp"
#include "job/resource_limits.hpp"

namespace errand {

/// Reads the limits that a map has, and leaves the others as they are. What else the map has is for the caller.
void read_limits(const MapReader& map, ResourceLimits& limits, Problems& problems);

}  // namespace errand
