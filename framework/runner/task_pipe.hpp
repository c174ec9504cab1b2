#pragma once

#include "base/unique_fd.hpp"

namespace errand {

/// What a task prints into. The reading end is non-blocking; both are close-on-exec.
struct TaskPipe {
    UniqueFd source;
    UniqueFd sink;

    /// \throws std::system_error
    TaskPipe();
};

}  // namespace errand
