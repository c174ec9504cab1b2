#pragma once

#include "errand/task.hpp"

namespace errand::mail {

/// `mail.send`: hands a mail to an SMTP server. README.md has its parameters and outputs.
class Send final : public Task {
public:
    static TaskDescription describe();

    Outcome run(TaskContext& context) override;
    std::string preview(const TaskFacts& facts) const override;
};

}  // namespace errand::mail
