#pragma once

#include <chrono>
#include <filesystem>

namespace errand {

/// Reads the certificate that a client is to show, and its key, as a connection does; tells when the certificate ends.
/// \throws CommandError (configuration) naming the file that cannot be used, and the remedy, as show_certificate() does
std::chrono::sys_seconds end_of_own_certificate(const std::filesystem::path& certificate_file,
                                                const std::filesystem::path& key_file);

}  // namespace errand
