#pragma once

#include "errand/task.hpp"

namespace errand::webhook {

/// `webhook.post`: tells something to a webhook, whose URL may be secret. README.md has its parameters and outputs.
class Post final : public Task {
public:
    static TaskDescription describe();

    Outcome run(TaskContext& context) override;
    std::string preview(const TaskFacts& facts) const override;
};

}  // namespace errand::webhook
