#pragma once

#include "errand/task.hpp"

namespace errand::file {

/// `file.write`: writes text or JSON into a file, which is complete at any time, or adds it at its end. README.md has
/// its parameters and outputs.
class Write final : public Task {
public:
    static TaskDescription describe();

    Outcome run(TaskContext& context) override;
    std::string preview(const TaskFacts& facts) const override;
};

}  // namespace errand::file
