#pragma once

#include <cstdint>
#include <filesystem>

#include "base/error.hpp"
#include "base/process_spawner.hpp"
#include "protocol/description_codec.hpp"

namespace errand {

/// Has a plugin library describe itself, in a process that can be lost: its constructors run before anything can be
/// checked.
///
/// Lifetime: `spawner` outlives it.
class PluginDescriber {
public:
    /// \param task_program the errand-task program
    /// \param memory bytes that it may have resident
    PluginDescriber(std::filesystem::path task_program, ProcessSpawner& spawner,
                    std::int64_t memory = std::int64_t{1} << 30);

    /// \param library absolute
    /// \throws CommandError with ExitCode::configuration if the library is refused, crashes, or does not answer within
    /// its time, size and memory.
    PluginDescription describe(const std::filesystem::path& library);

private:
    std::filesystem::path task_program_;
    ProcessSpawner& spawner_;
    const std::int64_t memory_;
};

}  // namespace errand
