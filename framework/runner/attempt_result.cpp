#include "runner/attempt_result.hpp"

#include <algorithm>
#include <array>

namespace errand {

namespace {

struct StateFacts {
    const char* name;
    ExitCode code;
};

// In the order of AttemptState. A skipped task follows one that says why.
constexpr std::array<StateFacts, 9> kStates = {{{"succeeded", ExitCode::done},
                                                {"failed", ExitCode::task_failed},
                                                {"timed_out", ExitCode::time_limit},
                                                {"cancelled", ExitCode::cancelled},
                                                {"credentials_refused", ExitCode::credentials},
                                                {"service_unreachable", ExitCode::unreachable},
                                                {"misconfigured", ExitCode::configuration},
                                                {"storage_unusable", ExitCode::state},
                                                {"skipped", ExitCode::done}}};

}  // namespace

const char* state_name(AttemptState state) { return kStates.at(static_cast<std::size_t>(state)).name; }

std::string state_words(AttemptState state) {
    std::string words = state_name(state);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

ExitCode exit_code(AttemptState state) { return kStates.at(static_cast<std::size_t>(state)).code; }

}  // namespace errand
