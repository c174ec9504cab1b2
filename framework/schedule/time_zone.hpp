#pragma once

#include <string_view>

namespace errand {

/// True for the IANA name of a time zone that this machine has, such as `America/Chicago`, and always for `UTC`.
bool is_time_zone(std::string_view name);

}  // namespace errand
