#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/unique_fd.hpp"

namespace errand {

/// Opens a regular file for reading, close-on-exec, without waiting for a FIFO's writer.
/// \throws std::system_error naming the path; EISDIR for a directory, EINVAL for a FIFO, socket or device.
UniqueFd open_regular_file(const std::filesystem::path& path);

/// \throws std::system_error naming `path`.
struct stat status_of(int fd, const std::filesystem::path& path);

/// The rest of what `fd` reads.
/// \throws std::system_error naming `path`; EFBIG when it is more than `limit` bytes.
std::string read_all(int fd, std::size_t limit, const std::filesystem::path& path);

/// A whole regular file.
/// \throws std::system_error as open_regular_file() and read_all() do.
std::string read_file(const std::filesystem::path& path, std::size_t limit);

/// Writes a new file beside `path` and renames it over, so that readers see the old content or the new one, never a
/// part. Mode 0600 unless told otherwise.
/// \throws std::system_error naming the path; nothing is left behind then.
void replace_file(const std::filesystem::path& path, std::string_view content, mode_t mode = 0600);

}  // namespace errand
