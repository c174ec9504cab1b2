#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace errand {

/// Of which so many lines are told at most.
inline constexpr std::size_t kMostFaults = 100;

/// Store::check_integrity().
std::vector<std::string> check_integrity(Database& database);

}  // namespace errand
