#include "runner/attempt_process.hpp"

#include "base/units.hpp"
#include "runner/crashed_runs.hpp"

namespace errand {

namespace {

TaskProcess::Request request_for(const AttemptProcess& attempt, const AttemptSettings& settings) {
    std::vector<std::string> environment = settings.environment;
    environment.push_back("TMPDIR=" + attempt.directory.path().string());
    environment.push_back(kAttemptVariable + ("=" + attempt.directory.path().filename().string()));
    return {settings.task_program,
            {"--attempt", format_duration(settings.grace)},
            environment,
            attempt.directory.path(),
            attempt.output.sink.get(),
            attempt.errors.sink()};
}

}  // namespace

AttemptProcess::AttemptProcess(const AttemptRequest& request, const AttemptSettings& settings,
                               const AttemptWorld& world)
    : directory(settings.work_directory, request.run.run_id + "-" + request.task.name),
      errors(world.redactor),
      process(world.spawner, request_for(*this, settings)) {
    // Only the task holds the writing ends now, so that their end is seen.
    output.sink.reset();
    errors.close_sink();
}

}  // namespace errand
