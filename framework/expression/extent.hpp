#pragma once

#include <cstddef>

#include "errand/value.hpp"

namespace errand::expression {

/// What a list or the result of a function may extend to, so that no short expression fills the memory: 1 MiB.
inline constexpr std::size_t kLargestResult = std::size_t{1} << 20;

/// The bytes of all texts and keys in `value`, and one for each value.
std::size_t extent(const Value& value);

}  // namespace errand::expression
