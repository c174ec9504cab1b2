#pragma once

#include "errand/task.hpp"

namespace errand::file {

/// `file.read`: puts out what is in a file, as text, lines or JSON. README.md has its parameters and outputs.
class Read final : public Task {
public:
    static TaskDescription describe();

    Outcome run(TaskContext& context) override;
    std::string preview(const TaskFacts& facts) const override;
};

}  // namespace errand::file
