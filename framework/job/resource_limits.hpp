#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace errand {

/// What an attempt may use. Nothing: no limit, or that of whoever has one more generally.
struct ResourceLimits {
    /// Of all its processes together, in bytes.
    std::optional<std::int64_t> memory;
    /// Of all its processes together, those that have ended included.
    std::optional<std::chrono::milliseconds> cpu_time;
    /// Of each process.
    std::optional<std::int64_t> open_files;
    /// At once.
    std::optional<std::int64_t> processes;
    /// Of what it prints and logs, in bytes; a line on its standard error counts as 64 more.
    std::optional<std::int64_t> output;
};

/// `own`, where it has a limit, and `general` elsewhere.
ResourceLimits limits_within(const ResourceLimits& own, const ResourceLimits& general);

}  // namespace errand
