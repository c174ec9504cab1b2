#include "runner/verdict.hpp"

namespace errand {

namespace {

std::string describe(const LeftBehind& left) {
    constexpr char kAdvice[] = "; a task has to wait for the processes that it starts";
    if (left.count == 1) return "left the process '" + left.name + "' behind" + kAdvice;
    return "left " + std::to_string(left.count) + " processes behind, '" + left.name + "' among them" + kAdvice;
}

Verdict judge_success(const Outcome& outcome, const TaskProcess::End& end) {
    if (end.left_behind) return {AttemptState::failed, describe(*end.left_behind), true};
    if (end.wait_status != 0)
        return {AttemptState::failed, "succeeded, and then ended badly: " + describe_wait_status(end.wait_status),
                true};
    return {AttemptState::succeeded, outcome.message};
}

}  // namespace

Verdict judge(const std::optional<Outcome>& outcome, const TaskProcess::End& end) {
    if (!outcome)
        return {AttemptState::failed, "ended without an outcome: " + describe_wait_status(end.wait_status), true};
    switch (outcome->kind) {
        case Outcome::Kind::success:
            return judge_success(*outcome, end);
        case Outcome::Kind::credentials_refused:
            return {AttemptState::credentials_refused, outcome->message};
        case Outcome::Kind::service_unreachable:
            return {AttemptState::unreachable, outcome->message};
        case Outcome::Kind::cancelled:
        case Outcome::Kind::failure:
            break;
    }
    return {AttemptState::failed, outcome->message};
}

Verdict verdict_on(const TokenRefusal& refusal) {
    switch (refusal.reason) {
        case TokenRefusal::Reason::credentials:
            return {AttemptState::credentials_refused, refusal.message};
        case TokenRefusal::Reason::unreachable:
            return {AttemptState::unreachable, refusal.message};
        case TokenRefusal::Reason::state:
            return {AttemptState::storage_unusable, refusal.message};
        case TokenRefusal::Reason::configuration:
            break;
    }
    return {AttemptState::misconfigured, refusal.message};
}

}  // namespace errand
