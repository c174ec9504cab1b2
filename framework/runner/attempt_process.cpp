#include "runner/attempt_process.hpp"

#include "base/units.hpp"
#include "runner/crashed_runs.hpp"

namespace errand {

namespace {

TaskProcess::Request request_for(const AttemptProcess& attempt, const AttemptRequest& request,
                                 const AttemptSettings& settings) {
    std::map<std::string, std::string> variables = request.environment;
    variables.insert(settings.environment.begin(), settings.environment.end());
    variables["TMPDIR"] = attempt.directory.path().string();
    variables[kAttemptVariable] = attempt.directory.path().filename().string();
    std::vector<std::string> environment;
    for (const auto& [name, value] : variables) environment.push_back(name + "=" + value);
    return {settings.task_program,
            {"--attempt", format_duration(request.task.grace.value_or(settings.grace))},
            environment,
            request.task.working_directory.value_or(attempt.directory.path()),
            attempt.output.sink.get(),
            attempt.errors.sink()};
}

}  // namespace

AttemptProcess::AttemptProcess(const AttemptRequest& request, const AttemptSettings& settings,
                               const AttemptWorld& world)
    : directory(settings.work_directory, request.run.run_id + "-" + display_name(request.task)),
      errors(world.redactor),
      process(world.spawner, request_for(*this, request, settings)) {
    // Only the task holds the writing ends now, so that their end is seen.
    output.sink.reset();
    errors.close_sink();
}

}  // namespace errand
