#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace errand {

/// The name of the file system that a directory is on, such as `nfs`, if other hosts write to it, too, or if its locks
/// or its memory maps are not shared by those who use it. Nothing for a local one.
/// \throws std::system_error if the directory cannot be looked at
std::optional<std::string> network_file_system(const std::filesystem::path& directory);

/// The same, by what the kernel says of it.
/// \param magic statfs(2)'s f_type
/// \param device stat(2)'s st_dev
/// \param mounts /proc/self/mountinfo; asked only for file systems that a program makes
/// Source: proc(5), "/proc/[pid]/mountinfo".
std::optional<std::string> network_file_system(long magic, dev_t device, std::string_view mounts);

}  // namespace errand
