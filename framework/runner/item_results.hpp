#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "job/job_definition.hpp"
#include "runner/attempt_result.hpp"

namespace errand {

/// A task that runs once for each item of a list: what is still to begin, and what became of those that ended.
class ItemResults {
public:
    /// Lifetime: `task` outlives it.
    ItemResults(const ForEach& task, Value::List items, Clock::SteadyTime now)
        : task_(task), items_(std::move(items)), began_(now), ended_(items_.size()) {}

    /// The next item that may begin, which counts as under way from now on. Nothing while there is none.
    std::optional<std::size_t> begin_next();
    /// Those that have not begun never will.
    void stop() { next_ = items_.size(); }
    const Value& item(std::size_t index) const { return items_[index]; }
    /// Nothing is kept of its outputs where all that were put out are more than kMostOutputs.
    void end(std::size_t index, AttemptResult result);

    /// Nothing is under way, and nothing to begin.
    bool is_over() const { return under_way_ == 0 && next_ == items_.size(); }
    /// Of one that is over: the most important end of an item, and each output as the list of the items' in their
    /// order, null where one has none. It has failed, and has no outputs, where they are more than kMostOutputs.
    AttemptResult result(Clock::SteadyTime now) const;

private:
    bool has_too_large_outputs() const { return outputs_size_ > kMostOutputs; }
    void refuse_outputs(AttemptResult& result) const;
    Value::Map collected_outputs() const;

    const ForEach& task_;
    const Value::List items_;
    const Clock::SteadyTime began_;
    std::size_t next_ = 0;
    std::size_t under_way_ = 0;
    std::size_t outputs_size_ = 0;
    std::vector<AttemptResult> ended_;
};

}  // namespace errand
