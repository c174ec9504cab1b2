#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "config/given_parameters.hpp"
#include "config/job_reader.hpp"
#include "config/provider_form.hpp"
#include "config/settings.hpp"

namespace errand {

/// Opens and reads a configuration file of at most 1 MiB, as read_settings() does. Its plugin directories must
/// be there, and be readable.
/// \param check_url says why the URL of a provider cannot be used, or nothing if it can
/// \throws ConfigError with every problem of the file; CommandError with ExitCode::configuration if it cannot be read,
/// or if others could have changed it (see require_trusted()).
Settings load_settings(const std::filesystem::path& path, const std::vector<ProviderForm>& forms,
                       const std::function<std::optional<std::string>(const std::string& url)>& check_url = {});

/// Opens and reads a job file and the fragments that it includes, like load_settings(). They are held to the same
/// trust, since they decide what runs with the credentials. \throws as load_settings() does.
JobDefinition load_job(const std::filesystem::path& path, const JobContext& context);

/// Opens and reads a file of parameters, like load_settings(). It is held to the same trust, since a secret in it may
/// be what a command prints. \throws as load_settings() does.
void load_parameters(const std::filesystem::path& path, ParameterCollector& parameters);

/// The text of such a file that this process was given open, where `path` stands for a descriptor: `-`, `/dev/stdin`,
/// `/dev/fd/63`. It is as much the word of whoever started the process as the command line is. Waits for its end.
/// Nothing for any other path.
/// \throws CommandError with ExitCode::configuration if it cannot be read, or is more than 1 MiB
std::optional<std::string> read_passed_parameters(const std::string& path);

}  // namespace errand
