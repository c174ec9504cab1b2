#pragma once

#include "errand/task.hpp"

namespace errand::http {

/// `http.request`: sends one request, signed where the job names scopes, and puts out what the answer holds. README.md
/// has its parameters and outputs.
class Request final : public Task {
public:
    static TaskDescription describe();

    Outcome run(TaskContext& context) override;
    std::string preview(const TaskFacts& facts) const override;
};

}  // namespace errand::http
