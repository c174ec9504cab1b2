#include "base/directory_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "base/error.hpp"

namespace errand {

namespace {

UniqueFd open_directory(const std::filesystem::path& directory) {
    return UniqueFd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

bool is_removed(int directory) {
    struct stat status = {};
    return fstat(directory, &status) == 0 && status.st_nlink == 0;
}

}  // namespace

UniqueFd hold_directory(const std::filesystem::path& directory) {
    UniqueFd opened = open_directory(directory);
    if (!opened && errno == ENOENT) return {};
    if (!opened) throw system_error("cannot open the directory " + directory.string());
    const bool is_claimed = flock(opened.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    return is_claimed || is_removed(opened.get()) ? UniqueFd() : std::move(opened);
}

UniqueFd claim_directory(const std::filesystem::path& directory) {
    UniqueFd opened = open_directory(directory);
    return opened && flock(opened.get(), LOCK_EX | LOCK_NB) == 0 ? std::move(opened) : UniqueFd();
}

bool is_held(const std::filesystem::path& directory) {
    const UniqueFd opened = open_directory(directory);
    // What cannot be looked at is not taken for free.
    if (!opened) return errno != ENOENT;
    constexpr std::chrono::milliseconds kMoment(1);
    constexpr std::chrono::milliseconds kPause(20);
    constexpr std::chrono::seconds kPatience(15);
    // Who only looks, as this does, has it for a moment, too: that is not to be taken for a holder.
    constexpr int kLooks = 3;
    const auto end = std::chrono::steady_clock::now() + kPatience;
    for (int looks = 0; looks < kLooks && std::chrono::steady_clock::now() < end;) {
        if (flock(opened.get(), LOCK_EX | LOCK_NB) == 0) return false;
        // Others can hold it together with who holds it, but not with who claimed it.
        const bool is_claimed = flock(opened.get(), LOCK_SH | LOCK_NB) != 0;
        flock(opened.get(), LOCK_UN);
        looks = is_claimed ? 0 : looks + 1;
        std::this_thread::sleep_for(is_claimed ? kPause : kMoment);
    }
    return true;
}

}  // namespace errand
