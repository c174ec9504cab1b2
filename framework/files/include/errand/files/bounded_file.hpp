#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace errand {

/// All that is in a regular file. Nothing when there is no file.
/// \param largest how many bytes it may have
/// \throws Error if it has more, is no regular file, or cannot be read.
std::optional<std::string> read_bounded_file(const std::string& path, std::int64_t largest);

}  // namespace errand
