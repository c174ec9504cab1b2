#include "cli/runs/run_settings.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "base/error.hpp"
#include "base/landlock.hpp"
#include "cli/transport.hpp"
#include "config/locations.hpp"

namespace errand {

namespace {

/// What a task finds in its environment, as far as it is set; all else stays with errand.
constexpr std::array kPassedOn = {"PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "TZ"};

std::map<std::string, std::string> task_environment(const Surroundings& surroundings) {
    std::map<std::string, std::string> environment;
    for (const char* name : kPassedOn)
        if (const auto value = surroundings.environment(name)) environment[name] = *value;
    return environment;
}

}  // namespace

HttpClientSettings http_settings(HttpDefaults defaults, const Session& session, bool is_sandboxed, Logger& logger) {
    // A sandbox is on loopback, where no proxy is used: what is said of one does not matter.
    if (is_sandboxed) defaults.proxy.kind = ProxyDefaults::Kind::none;
    HttpClientSettings http = transport_settings(defaults, session.surroundings, logger, session.redactor);
    http.loopback_only = is_sandboxed;
    return http;
}

AttemptSettings attempt_settings(const Installation& installation, const HttpClientSettings& http,
                                 const std::filesystem::path& work_directory,
                                 const std::filesystem::path& log_directory, const Surroundings& surroundings) {
    const Limits& limits = installation.settings().limits;
    AttemptSettings settings;
    settings.task_program = installation.task_program();
    settings.work_directory = work_directory;
    settings.log_directory = log_directory;
    settings.environment = task_environment(surroundings);
    settings.http = task_limits(http, installation.settings().http.retries);
    settings.limits = limits.resources;
    settings.time_limit = limits.time_limit.value_or(std::chrono::milliseconds(0));
    settings.grace = limits.grace;
    return settings;
}

void require_configuration(const JobDefinition& job, const std::string& name, const Settings& settings) {
    if (settings.looked_for.empty()) return;
    for (const TaskDefinition& task : job.tasks)
        if (!task.scopes.empty())
            throw CommandError(ExitCode::configuration,
                               "task '" + task.name + "' needs tokens for " + task.scopes.front().resource_server +
                                   ", but " + no_config_file(settings.looked_for) +
                                   "; to try the job without one: errand run --sandbox " + name);
}

void warn_without_cage(const JobDefinition& job, Logger& logger) {
    const bool needs_none =
        std::all_of(job.tasks.begin(), job.tasks.end(), [](const auto& task) { return task.files.any; });
    if (!needs_none && landlock_version() == 0)
        logger.warning("tasks are not caged: this kernel has no Landlock, so they can open any file of the user");
}

}  // namespace errand
