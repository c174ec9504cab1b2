#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace errand {

/// `, did you mean 'retry'?` for the candidate nearest to `word`, or nothing when none is close.
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace errand
