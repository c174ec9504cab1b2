#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"

namespace errand {

/// A place in a file, for people: line and column count from 1, the column in characters.
struct SourcePosition {
    std::string file;
    std::size_t line = 1;
    std::size_t column = 1;

    friend bool operator==(const SourcePosition&, const SourcePosition&) = default;
};

/// `job.yaml:2:1`
std::string to_string(const SourcePosition& position);

struct ConfigProblem {
    SourcePosition where;
    std::string what;

    friend bool operator==(const ConfigProblem&, const ConfigProblem&) = default;
};

/// A configuration or job file cannot be used. what() is all its problems, in the order of the file: each as
/// `file:line:column: what`, then the source line and a caret unless a secret may stand there.
class ConfigError : public CommandError {
public:
    ConfigError(const std::string& message, std::vector<ConfigProblem> problems)
        : CommandError(ExitCode::configuration, message), problems_(std::move(problems)) {}

    /// Lifetime: as long as this object.
    const std::vector<ConfigProblem>& problems() const { return problems_; }

private:
    std::vector<ConfigProblem> problems_;
};

}  // namespace errand
