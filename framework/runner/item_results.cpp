#include "runner/item_results.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/units.hpp"
#include "errand/json.hpp"

namespace errand {

namespace {

/// The exit code that counts is that of the most important end; of those that have the same, the first.
const AttemptResult& worst(const std::vector<AttemptResult>& results) {
    const AttemptResult* found = &results.front();
    for (const AttemptResult& result : results) {
        const ExitCode code = exit_code(result.state);
        const ExitCode so_far = exit_code(found->state);
        if (code != so_far && more_important(code, so_far) == code) found = &result;
    }
    return *found;
}

}  // namespace

std::optional<std::size_t> ItemResults::begin_next() {
    if (next_ == items_.size() || (task_.max_parallel != 0 && under_way_ >= task_.max_parallel)) return std::nullopt;
    ++under_way_;
    return next_++;
}

void ItemResults::end(std::size_t index, AttemptResult result) {
    --under_way_;
    outputs_size_ += to_json(result.outputs).size();
    if (has_too_large_outputs()) result.outputs.clear();
    ended_[index] = std::move(result);
}

AttemptResult ItemResults::result(Clock::SteadyTime now) const {
    AttemptResult result;
    result.state = AttemptState::succeeded;
    result.message = "no items";
    result.duration = std::chrono::duration_cast<std::chrono::milliseconds>(now - began_);
    if (!has_too_large_outputs()) result.outputs = collected_outputs();
    if (ended_.empty()) return result;
    const auto good = std::count_if(ended_.begin(), ended_.end(),
                                    [](const AttemptResult& one) { return one.state == AttemptState::succeeded; });
    result.message = std::to_string(good) + " of " + std::to_string(ended_.size()) + " items succeeded";
    const AttemptResult& decisive = worst(ended_);
    // What never began makes no success.
    if (good != static_cast<std::ptrdiff_t>(ended_.size()))
        result.state = decisive.state == AttemptState::succeeded ? AttemptState::skipped : decisive.state;
    if (exit_code(decisive.state) != ExitCode::done)
        result.message += "; item " + std::to_string(&decisive - ended_.data()) + ' ' + state_words(decisive.state) +
                          ": " + decisive.message;
    result.has_crashed = decisive.has_crashed;
    for (const AttemptResult& one : ended_) result.peak_memory = std::max(result.peak_memory, one.peak_memory);
    if (has_too_large_outputs()) refuse_outputs(result);
    return result;
}

void ItemResults::refuse_outputs(AttemptResult& result) const {
    if (result.state == AttemptState::succeeded) result.state = AttemptState::failed;
    result.message += "; their outputs are " + std::to_string(outputs_size_) +
                      " bytes together, more than the limit of " +
                      format_size(static_cast<std::int64_t>(kMostOutputs)) +
                      ": let each put out less, such as the path of a file instead of what is in it";
}

Value::Map ItemResults::collected_outputs() const {
    Value::Map outputs;
    for (const std::string& name : task_.outputs) {
        Value::List list;
        for (const AttemptResult& result : ended_) {
            const auto found = result.outputs.find(name);
            list.push_back(found == result.outputs.end() ? Value() : found->second);
        }
        outputs[name] = std::move(list);
    }
    return outputs;
}

}  // namespace errand
