#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "auth/provider.hpp"
#include "base/process_spawner.hpp"
#include "base/redactor.hpp"
#include "errand/task_facts.hpp"
#include "job/job_definition.hpp"

namespace errand {

/// Has task types say what their tasks would do (Task::preview), each in a process that can be lost, without tokens and
/// secrets.
///
/// Lifetime: `spawner` and `redactor` outlive it.
class TaskPreview {
public:
    struct Request {
        /// Filled in: with no expressions left.
        const TaskDefinition& task;
        /// Of the task's plugin.
        std::filesystem::path library;
        RunFacts run;
        /// Null where the task needs none.
        const TokenProvider* provider = nullptr;
    };

    /// \param task_program the errand-task program
    /// \param memory bytes that such a process may have resident
    TaskPreview(std::filesystem::path task_program, ProcessSpawner& spawner, const Redactor& redactor,
                std::int64_t memory = std::int64_t{1} << 30)
        : task_program_(std::move(task_program)), spawner_(spawner), redactor_(redactor), memory_(memory) {}

    /// What the task type says, in lines; empty where it says nothing.
    /// \throws Error with what would keep the task from doing its work, as the task type has it, or with what became of
    /// its process.
    std::string ask(const Request& request) const;

private:
    const std::filesystem::path task_program_;
    ProcessSpawner& spawner_;
    const Redactor& redactor_;
    const std::int64_t memory_;
};

}  // namespace errand
