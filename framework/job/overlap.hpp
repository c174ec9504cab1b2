#pragma once

namespace errand {

/// What a run does when other runs of its job are not over, on whatever host.
enum class Overlap {
    /// It is recorded as skipped.
    skip,
    /// It waits for all that came before it.
    queue,
    /// It asks them to end, and waits for that.
    replace,
    allow,
};

}  // namespace errand
