#pragma once

#include <chrono>
#include <set>

namespace errand {

/// Why an attempt may be worth another.
enum class RetryCause {
    /// A service could not be reached.
    service,
    /// It was not done within its time limit.
    time_limit,
    /// Its process ended without saying how the task went, or was ended for a limit that it exceeded.
    crash,
    /// The task said that it failed.
    failed,
};

/// Whether, and after how long, a task that did not succeed is tried again.
struct RetryRule {
    enum class Backoff { constant, linear, exponential };

    /// All in all; 1 means that there is no other.
    int attempts = 1;
    /// Before the second attempt.
    std::chrono::milliseconds delay{10'000};
    Backoff backoff = Backoff::exponential;
    /// The longest that one wait becomes.
    std::chrono::milliseconds max_delay{300'000};
    /// What part of a wait is left to chance, from 0 to 1, so that many runs do not come back at the same time.
    double jitter = 0.2;
    std::set<RetryCause> on = {RetryCause::service, RetryCause::time_limit, RetryCause::crash, RetryCause::failed};
    /// Of all attempts and the waits between them; zero means none.
    std::chrono::milliseconds time_limit{0};
};

/// How long to wait after attempt `attempt`, which counts from 1.
/// \param chance from 0 to 1: how much of the jitter is taken off
std::chrono::milliseconds retry_delay(const RetryRule& rule, int attempt, double chance);

}  // namespace errand
