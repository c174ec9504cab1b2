#pragma once

#include "errand/task.hpp"

namespace errand::shell {

/// `shell.command`: runs a program or a script, and puts out how it ended and what it printed. README.md has its
/// parameters and outputs.
class Command final : public Task {
public:
    static TaskDescription describe();

    Outcome run(TaskContext& context) override;
    std::string preview(const TaskFacts& facts) const override;
};

}  // namespace errand::shell
