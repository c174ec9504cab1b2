#pragma once

namespace errand {

/// What every errand command ends with. Documented in README.md.
enum class ExitCode {
    done = 0,
    task_failed = 1,
    usage = 64,
    unreachable = 69,
    internal_fault = 70,
    state = 74,
    not_started = 75,
    credentials = 77,
    configuration = 78,
    time_limit = 124,
    cancelled = 130,
};

/// The more important of two codes: 130, 78, 77, 69, 124, any other, 1, 0.
ExitCode more_important(ExitCode left, ExitCode right);

}  // namespace errand
