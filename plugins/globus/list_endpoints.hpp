#pragma once

#include "errand/task.hpp"

namespace errand::globus {

/// `globus.list-endpoints`: prints the endpoints and collections that a search of Globus Transfer finds, all pages of
/// it. README.md has its parameters and outputs.
class ListEndpoints final : public Task {
public:
    static TaskDescription describe();

    Outcome run(TaskContext& context) override;
    std::string preview(const TaskFacts& facts) const override;
};

}  // namespace errand::globus
