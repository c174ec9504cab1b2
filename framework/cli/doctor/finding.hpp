#pragma once

#include <chrono>
#include <exception>
#include <ostream>
#include <string>
#include <vector>

#include "base/exit_code.hpp"
#include "errand/value.hpp"

namespace errand {

enum class Health { ok, warning, wrong };

/// A certificate that has less to live is worth a warning.
inline constexpr std::chrono::days kRenewalIsDue(21);

/// What one check of `errand doctor` found of one thing. A value. Never holds a secret.
struct Finding {
    /// What was looked at, such as `secret`; these words are part of the report's shape.
    std::string check;
    /// Whose: a provider, a plugin, a file; empty where there is only one.
    std::string subject;
    Health health = Health::ok;
    std::string what;
    /// What to do, a command where there is one. Empty for ok.
    std::string mend = {};
    /// What the command is to end with: ExitCode::done unless it is wrong.
    ExitCode code = ExitCode::done;
};

/// Where an error says what is wrong. By the project's habit what to do stands after the last semicolon of a message,
/// and a command after a colon.
Finding wrong(const std::string& check, const std::string& subject, const std::exception& error);

/// A line for each, in columns: `wrong    secret  globus: what; mend`. Control characters are made visible.
void print_findings(std::ostream& out, const std::vector<Finding>& findings);

/// For machines: `result`, the worst of all, and `checks` with check, subject, result, what and mend each.
Value to_value(const std::vector<Finding>& findings);

/// The most important of all codes.
ExitCode exit_code(const std::vector<Finding>& findings);

}  // namespace errand
