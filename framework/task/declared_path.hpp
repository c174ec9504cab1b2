#pragma once

#include <filesystem>

#include "base/unique_fd.hpp"

namespace errand {

/// What to do about a declared path at which nothing is.
enum class WhenAbsent {
    /// Nothing: the task will not find it either.
    leave,
    /// Makes an empty file, as a shell does for `>`; or a directory, for a path that ends in `/`.
    make
};

/// Opens, with O_PATH, what a task type or a job declares that the task touches. Nothing when it is not there, or
/// cannot be reached.
///
/// Symbolic links are followed if they are root's, and no others: an earlier task that may write somewhere on the way
/// could have put one there, to be let in to what it leads to.
/// \param path absolute
/// \throws Error naming such a link and the remedy, or why nothing can be made.
UniqueFd open_declared(const std::filesystem::path& path, WhenAbsent when_absent);

}  // namespace errand
