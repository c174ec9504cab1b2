#include "store/run_record.hpp"

#include <algorithm>
#include <array>

namespace errand {

namespace {

constexpr std::array<std::string_view, 8> kStates = {"queued",    "running",   "succeeded", "failed",
                                                     "timed_out", "cancelled", "skipped",   "lost"};

}  // namespace

std::string_view to_string(RunState state) { return kStates[static_cast<std::size_t>(state)]; }

std::optional<RunState> run_state(std::string_view word) {
    for (std::size_t i = 0; i < kStates.size(); ++i)
        if (kStates[i] == word) return static_cast<RunState>(i);
    return std::nullopt;
}

bool is_run_id(std::string_view text) {
    constexpr std::size_t kLongest = 64;
    const auto is_of_id = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == '_';
    };
    return !text.empty() && text.size() <= kLongest && text[0] != '.' &&
           std::all_of(text.begin(), text.end(), is_of_id);
}

bool is_final(RunState state) { return state != RunState::queued && state != RunState::running; }

}  // namespace errand
