#pragma once

#include <string>
#include <vector>

#include "store/database.hpp"

namespace errand {

/// Store::check_integrity().
std::vector<std::string> check_integrity(Database& database);

}  // namespace errand
