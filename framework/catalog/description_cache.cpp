#include "catalog/description_cache.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <system_error>

#include "base/file.hpp"
#include "errand/json.hpp"
#include "errand/version.hpp"

namespace errand {

namespace {

constexpr std::size_t kLargestEntry = std::size_t{4} << 20;

/// What entries of all states of this library begin with. The inode tells libraries of the same name apart.
std::string entry_prefix(const std::filesystem::path& library, const struct stat& status) {
    return library.stem().string() + '-' + std::to_string(status.st_dev) + '-' + std::to_string(status.st_ino) + '-';
}

/// Both times: a copy can carry an old modification time, but nobody sets the time of change.
std::string entry_name(const std::filesystem::path& library, const struct stat& status) {
    const auto time = [](const timespec& t) { return std::to_string(t.tv_sec) + '.' + std::to_string(t.tv_nsec); };
    return entry_prefix(library, status) + time(status.st_mtim) + '-' + time(status.st_ctim) + '-' +
           std::to_string(status.st_size) + '-' + ERRAND_VERSION "-" + std::to_string(ERRAND_ABI_VERSION) + ".json";
}

bool is_private(const struct stat& status) {
    return status.st_uid == geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace

DescriptionCache::DescriptionCache(std::filesystem::path directory) : directory_(std::move(directory)) {}

std::optional<PluginDescription> DescriptionCache::find(const std::filesystem::path& library) const try {
    struct stat status = {};
    if (::stat(library.c_str(), &status) != 0) return std::nullopt;
    const auto path = directory_ / entry_name(library, status);
    const UniqueFd file = open_regular_file(path);
    if (!is_private(status_of(file.get(), path))) return std::nullopt;
    return to_plugin_description(parse_json(read_all(file.get(), kLargestEntry, path)));
} catch (const std::exception&) {
    return std::nullopt;
}

void DescriptionCache::store(const std::filesystem::path& library, const PluginDescription& plugin) const try {
    struct stat status = {};
    if (::stat(library.c_str(), &status) != 0) return;
    if (std::filesystem::create_directories(directory_)) ::chmod(directory_.c_str(), S_IRWXU);
    const std::string prefix = entry_prefix(library, status);
    for (const auto& entry : std::filesystem::directory_iterator(directory_))
        if (entry.path().filename().string().rfind(prefix, 0) == 0) std::filesystem::remove(entry.path());
    replace_file(directory_ / entry_name(library, status), to_json(to_value(plugin)));
} catch (const std::exception&) {
    // Not kept: the next start describes the library again.
    return;
}

}  // namespace errand
