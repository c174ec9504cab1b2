#pragma once

#include <string>
#include <utility>

namespace errand {

/// How an attempt of a task ended, as the task itself sees it.
struct Outcome {
    enum class Kind { success, failure, credentials_refused, service_unreachable, cancelled };

    Kind kind = Kind::success;
    /// One line for the operator: what was done, or what went wrong. May be empty for a success.
    std::string message;

    static Outcome success(std::string message = {}) { return {Kind::success, std::move(message)}; }
    static Outcome failure(std::string message) { return {Kind::failure, std::move(message)}; }

    bool ok() const { return kind == Kind::success; }
};

}  // namespace errand
