#pragma once

#include <cstddef>
#include <filesystem>

namespace errand {

/// What crashed runs had left.
struct Leftovers {
    std::size_t directories = 0;
    std::size_t processes = 0;
};

/// The variable that names an attempt, by its working directory, in the environment of its processes.
inline constexpr char kAttemptVariable[] = "ERRAND_ATTEMPT";

/// Ends the processes, and removes the working directories, of attempts whose supervisor and init were killed: those
/// directories in `work_directory` that nobody holds.
///
/// Finds the programs that a task started, by their environment. A process that hides it, as a mere fork of the worker
/// does, is not found; decision 16 says why.
/// What cannot be removed is left for the next time. Costs one look at the directory when there is nothing to do.
Leftovers clean_up_after_crashes(const std::filesystem::path& work_directory);

}  // namespace errand
