#pragma once

#include <string_view>

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

    virtual void task_started(const TaskDefinition& task) = 0;
    virtual void progressed(const TaskDefinition& task, const Progress& progress) = 0;
    /// Of the task, or of the framework about the task.
    virtual void logged(const TaskDefinition& task, LogLevel level, std::string_view message) = 0;
    virtual void task_ended(const TaskDefinition& task, const AttemptResult& result) = 0;

    /// Where what the tasks print is written.
    virtual const Outlet& output() = 0;
    /// One of those writes failed; what the task prints is thrown away from now on.
    virtual void output_failed(int error_number) = 0;
    /// Called before each of those writes.
    virtual void will_print() = 0;
    /// Where the log goes. The run has it written when there is room, and hears no task while it is full.
    virtual OutletBuffer& log_outlet() = 0;
};

}  // namespace errand
