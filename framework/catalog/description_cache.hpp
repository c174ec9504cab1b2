#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "protocol/description_codec.hpp"

namespace errand {

/// Keeps descriptions of libraries, so that a warm start loads none.
///
/// An entry is a file named by its key: the library's name and path, device, inode, times and size, and errand's
/// version. A library that changed has another key. A cache that cannot be read or written is only slower.
class DescriptionCache {
public:
    /// \param directory is made, with mode 0700, when something is stored.
    explicit DescriptionCache(std::filesystem::path directory);

    /// Of a library as it is now; empty when it is not there. Take it before the library is described: if that changes
    /// meanwhile, its description is not taken for that of its later state.
    std::string key(const std::filesystem::path& library) const;
    std::optional<PluginDescription> find(const std::string& key) const;
    /// Replaces what is kept of other states of the library. An empty key is not kept.
    void store(const std::string& key, const PluginDescription& plugin) const;

private:
    std::filesystem::path directory_;
};

}  // namespace errand
