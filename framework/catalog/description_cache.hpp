#pragma once

#include <filesystem>
#include <optional>

#include "protocol/description_codec.hpp"

namespace errand {

/// Keeps descriptions of libraries, so that a warm start loads none.
///
/// An entry is a file named after the library's name, device, inode, time of change and size and errand's version: a
/// library that changed has another name. A cache that cannot be read or written is only slower.
class DescriptionCache {
public:
    /// \param directory is made, with mode 0700, when something is stored.
    explicit DescriptionCache(std::filesystem::path directory);

    std::optional<PluginDescription> find(const std::filesystem::path& library) const;
    /// Replaces what is kept of earlier states of the library.
    void store(const std::filesystem::path& library, const PluginDescription& plugin) const;

private:
    std::filesystem::path directory_;
};

}  // namespace errand
