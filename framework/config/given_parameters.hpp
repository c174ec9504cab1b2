#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "config/config_error.hpp"
#include "job/job_definition.hpp"

namespace errand {

/// What a job is given when it is run.
struct GivenParameters {
    /// One for each parameter that is not secret: what was given, or else its default, or else null.
    Value::Map values;
    /// Where the secret ones are, of those that were given or have a default, as read_secret_reference() has it.
    Value::Map secrets;
};

/// Completes what a job is given on the command line and in a file. Where both have a parameter, the command line
/// counts.
///
/// Lifetime: the job outlives it.
class ParameterCollector {
public:
    explicit ParameterCollector(const JobDefinition& job) : job_(job) {}

    /// Reads a YAML file with a map from names to values; relative paths in it are relative to it.
    /// \throws ConfigError with all its problems
    void add_file(std::string_view text, const std::string& file_name);
    /// Takes `name=value` from a command line: the value of a text, URL or path as it is, others as YAML has them.
    /// \param directory what a relative path is relative to
    /// \throws CommandError with ExitCode::usage. Secrets are refused: others can see a command line.
    void add_assignment(const std::string& assignment, const std::filesystem::path& directory);

    /// Takes what an earlier run was given.
    /// \throws CommandError with ExitCode::configuration if the job has no such parameter any more
    void add_earlier(const GivenParameters& given);

    /// \throws CommandError with ExitCode::usage naming all that are missing
    GivenParameters complete() const;

private:
    const JobParameter* find(std::string_view name) const;
    std::vector<std::string> names() const;

    const JobDefinition& job_;
    GivenParameters given_;
};

}  // namespace errand
