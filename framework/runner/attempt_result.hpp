#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/exit_code.hpp"
#include "errand/value.hpp"

namespace errand {

enum class AttemptState {
    succeeded,
    failed,
    timed_out,
    cancelled,
    credentials_refused,
    unreachable,
    misconfigured,
    /// A file or directory that errand keeps for itself cannot be used, or not be trusted.
    storage_unusable,
    /// Not begun, since something before it did not succeed.
    skipped,
};

/// Of what a task puts out, in bytes of JSON; it is a value in a database. What the items of a `foreach` put out counts
/// together.
inline constexpr std::size_t kMostOutputs = std::size_t{8} << 20;

struct AttemptResult {
    AttemptState state = AttemptState::skipped;
    /// One line: what was done, or what went wrong.
    std::string message;
    Value::Map outputs;
    std::chrono::milliseconds duration{0};
    /// Of its largest process, in bytes. Zero when no process ran.
    std::int64_t peak_memory = 0;
    /// Of one that failed: it did not say so itself.
    bool has_crashed = false;
};

/// "succeeded", "timed_out", … as reports, records and expressions have it.
const char* state_name(AttemptState state);
/// "timed out", for people.
std::string state_words(AttemptState state);
ExitCode exit_code(AttemptState state);

}  // namespace errand
