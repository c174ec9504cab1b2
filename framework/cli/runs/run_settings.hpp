#pragma once

#include <filesystem>

#include "base/logger.hpp"
#include "cli/installation.hpp"
#include "cli/session.hpp"
#include "http/make_http_client.hpp"
#include "job/job_definition.hpp"
#include "runner/attempt_settings.hpp"

namespace errand {

/// How a run's requests for tokens are made, and, within that, its tasks' own.
HttpClientSettings http_settings(HttpDefaults defaults, const Session& session, bool is_sandboxed, Logger& logger);

/// What holds for all attempts of a run.
AttemptSettings attempt_settings(const Installation& installation, const HttpClientSettings& http,
                                 const std::filesystem::path& work_directory,
                                 const std::filesystem::path& log_directory, const Surroundings& surroundings);

/// Says so before anything is begun if a task needs tokens and no configuration says from whom.
/// \param name what the job was asked for as
/// \throws CommandError
void require_configuration(const JobDefinition& job, const std::string& name, const Settings& settings);

/// Says it if tasks that are to be shut in cannot be.
void warn_without_cage(const JobDefinition& job, Logger& logger);

}  // namespace errand
