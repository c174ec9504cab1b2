#include "runner/retry_cause.hpp"

namespace errand {

std::optional<RetryCause> retry_cause(const AttemptResult& result) {
    switch (result.state) {
        case AttemptState::unreachable:
            return RetryCause::service;
        case AttemptState::timed_out:
            return RetryCause::time_limit;
        case AttemptState::failed:
            return result.has_crashed ? RetryCause::crash : RetryCause::failed;
        case AttemptState::succeeded:
        case AttemptState::cancelled:
        case AttemptState::credentials_refused:
        case AttemptState::misconfigured:
        case AttemptState::storage_unusable:
        case AttemptState::skipped:
            break;
    }
    return std::nullopt;
}

}  // namespace errand
