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

/// Between what all states of a library have in common and what tells them apart.
constexpr char kStateMark = '@';

bool is_private(const struct stat& status) {
    return status.st_uid == geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace

DescriptionCache::DescriptionCache(std::filesystem::path directory) : directory_(std::move(directory)) {}

std::string DescriptionCache::key(const std::filesystem::path& library) const {
    struct stat status = {};
    if (::stat(library.c_str(), &status) != 0) return {};
    const auto number = [](auto value) { return '-' + std::to_string(value); };
    // Both times: a copy can carry an old modification time, but nobody sets the time of change.
    const auto time = [&](const timespec& t) { return number(t.tv_sec) + '.' + std::to_string(t.tv_nsec); };
    return library.stem().string() + number(std::filesystem::hash_value(library)) + kStateMark +
           std::to_string(status.st_dev) + number(status.st_ino) + time(status.st_mtim) + time(status.st_ctim) +
           number(status.st_size) + '-' + ERRAND_VERSION + number(ERRAND_ABI_VERSION) + ".json";
}

std::optional<PluginDescription> DescriptionCache::find(const std::string& key) const try {
    const auto path = directory_ / key;
    const UniqueFd file = open_regular_file(path);
    if (!is_private(status_of(file.get(), path))) return std::nullopt;
    return to_plugin_description(parse_json(read_all(file.get(), kLargestEntry, path)));
} catch (const std::exception&) {
    return std::nullopt;
}

void DescriptionCache::store(const std::string& key, const PluginDescription& plugin) const try {
    if (key.empty()) return;
    if (std::filesystem::create_directories(directory_)) ::chmod(directory_.c_str(), S_IRWXU);
    const std::string library = key.substr(0, key.rfind(kStateMark) + 1);
    for (const auto& entry : std::filesystem::directory_iterator(directory_))
        if (entry.path().filename().string().rfind(library, 0) == 0) std::filesystem::remove(entry.path());
    replace_file(directory_ / key, to_json(to_value(plugin)));
} catch (const std::exception&) {
    // Not kept: the next start describes the library again.
    return;
}

}  // namespace errand
