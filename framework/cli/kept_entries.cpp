#include "cli/kept_entries.hpp"

#include "base/error.hpp"

namespace errand {

std::vector<std::pair<std::string, CacheEntry>> kept_entries(const CacheDirectory& directory, const Clock& clock) try {
    return TokenCache(directory, clock).list();
} catch (const std::system_error& error) {
    const std::string path = '\'' + directory.path().string() + '\'';
    const bool is_denied = error.code() == std::errc::permission_denied;
    throw CommandError(ExitCode::state, "the cache " + path + " cannot be read: " + error.code().message() + "; " +
                                            (is_denied ? "chmod -R u+rwX " : "look at it: ls -ld ") + path);
}

}  // namespace errand
