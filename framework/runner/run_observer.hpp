#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

#include "base/clock.hpp"
#include "base/outlet_buffer.hpp"
#include "errand/task_context.hpp"
#include "job/job_definition.hpp"
#include "runner/attempt_result.hpp"

namespace errand {

/// Is told what happens in a run, while it happens. Called from the run's own thread; it must not wait for long, for
/// limits are not enforced meanwhile.
class RunObserver {
public:
    virtual ~RunObserver() = default;

    /// So many tasks of the job have their turn from now on: its work, or what follows from how that ended.
    virtual void stage_begins(std::size_t tasks) = 0;
    /// A task runs once for each of so many items. Each ends as a task does, and then the task itself.
    virtual void items_begin(const TaskDefinition& task, std::size_t count) = 0;
    /// \param attempt from 1
    virtual void attempt_started(const TaskDefinition& task, int attempt) = 0;
    /// That attempt did not succeed, and there will be another after `delay`.
    virtual void retry_planned(const TaskDefinition& task, int attempt, const AttemptResult& result,
                               std::chrono::milliseconds delay) = 0;
    virtual void progressed(const TaskDefinition& task, const Progress& progress) = 0;
    /// Of the task, or of the framework about the task.
    virtual void logged(const TaskDefinition& task, LogLevel level, std::string_view message) = 0;
    /// Of a task, or an item of one. \param attempts how many there were; none of a task that was skipped
    virtual void task_ended(const TaskDefinition& task, const AttemptResult& result, int attempts) = 0;

    /// Of the run itself: something that it goes on in spite of. One line.
    virtual void troubled(std::string_view what) = 0;
    /// Called whenever the run is about to wait for what happens next; about ten times a second while an attempt is
    /// under way. \return when it is to be called again though nothing has happened; SteadyTime::max() for no such time
    virtual Clock::SteadyTime about_to_wait() = 0;

    /// Where what the tasks print goes. The run has it written when there is room, and reads no more while it is full.
    virtual OutletBuffer& output_outlet() = 0;
    /// Called before each of those writes.
    virtual void will_print() = 0;
    /// One of them failed, and what the tasks print is thrown away from now on. Called once.
    virtual void output_failed(int error_number) = 0;
    /// Where the log goes. The run has it written when there is room, and hears no task while it is full.
    virtual OutletBuffer& log_outlet() = 0;
};

}  // namespace errand
