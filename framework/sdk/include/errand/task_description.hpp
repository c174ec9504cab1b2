#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "errand/error.hpp"
#include "errand/value.hpp"

namespace errand {

/// What a parameter or output holds. In a job file a duration is written `5m` or `2h30m` (kept as milliseconds) and a
/// size `10MiB` (kept as bytes); `url` and `path` are text with that meaning. A path in a job file is relative to that
/// file, and the task gets it as an absolute one.
enum class Type { text, integer, number, boolean, list, map, url, path, duration, size, any };

struct ParameterDescription {
    std::string name;
    Type type = Type::text;
    /// One sentence.
    std::string help;
    bool required = false;
    /// Never logged or shown. A text that does not stand in the job file, which tells only where it is, and that the
    /// task gets from Parameters::secret(). It has no default, and any value is allowed.
    bool secret = false;
    /// Null when there is none. In the form in which the task gets it: a duration in milliseconds, a size in bytes.
    Value default_value;
    /// What it may be, in the same form; anything of its type when empty.
    std::vector<Value> allowed;
    /// Of an integer: what it may be, both ends included.
    std::optional<std::int64_t> at_least = {};
    std::optional<std::int64_t> at_most = {};

    friend bool operator==(const ParameterDescription& a, const ParameterDescription& b) {
        return a.name == b.name && a.type == b.type && a.help == b.help && a.required == b.required &&
               a.secret == b.secret && a.default_value == b.default_value && a.allowed == b.allowed &&
               a.at_least == b.at_least && a.at_most == b.at_most;
    }
};

struct OutputDescription {
    std::string name;
    Type type = Type::text;
    std::string help;

    friend bool operator==(const OutputDescription& a, const OutputDescription& b) {
        return a.name == b.name && a.type == b.type && a.help == b.help;
    }
};

/// The scopes that a task needs at one resource server. The task gets one token for them, and nothing wider but what a
/// service asks consent for and the job leaves it. The job may name others in their place.
struct ScopeDescription {
    /// Such as `transfer.api.globus.org`. The first one declared is the task's default.
    std::string resource_server;
    /// Scope strings, `scope[dependency *optional]` at Globus; `{name}` stands for the value of the text parameter
    /// `name`.
    std::vector<std::string> scopes;

    friend bool operator==(const ScopeDescription& a, const ScopeDescription& b) {
        return a.resource_server == b.resource_server && a.scopes == b.scopes;
    }
};

/// The files that a task touches beyond its own working directory, which are all that it can open: neither the user's
/// home nor /tmp is among them unless declared. The system's programs and libraries are there without being declared,
/// and libraries beside the plugin's own.
///
/// Paths are absolute, or begin with the `{name}` of a path parameter: `{report}`, `{target}/new/`, `{report}/..`.
/// One that depends on a parameter which was not given drops out. A directory stands for all below it. Symbolic links
/// on the way are followed only if they are root's.
struct FileAccess {
    /// Read, and executed. What is not there when the task begins stays closed.
    std::vector<std::string> read;
    /// Read and written; in a directory also made, renamed and removed. What is not there is made before the task
    /// begins: an empty file, or a directory if the path ends in `/`. A file that is declared by itself can be written
    /// anew, but not be removed or replaced by another: for that, declare its directory.
    std::vector<std::string> write;
    /// All that the user may touch: the plugin is then trusted with the user's files, and not caged.
    bool any = false;

    friend bool operator==(const FileAccess& a, const FileAccess& b) {
        return a.read == b.read && a.write == b.write && a.any == b.any;
    }
};

/// What a task type says of itself: `errand plugins` shows it, `errand check` holds job files against it, and a task
/// gets the tokens and the file access that stand here and no more.
///
/// errand refuses a plugin, and the harness a test, whose description is wrong in itself: names that are malformed or
/// repeated, a default or allowed value of another type, a default that is not allowed, a `{name}` without parameter.
struct TaskDescription {
    /// Within the plugin: `list-endpoints` of `globus.list-endpoints`. Lower-case letters, digits and hyphens.
    std::string name;
    /// One sentence without a full stop.
    std::string summary;
    std::vector<ParameterDescription> parameters;
    std::vector<OutputDescription> outputs;
    std::vector<ScopeDescription> scopes;
    FileAccess files;

    TaskDescription() = default;
    TaskDescription(std::string task_name, std::string task_summary)
        : name(std::move(task_name)), summary(std::move(task_summary)) {}

    TaskDescription& requires_parameter(std::string parameter, Type type, std::string help) {
        parameters.push_back({std::move(parameter), type, std::move(help), true, false, {}, {}});
        return *this;
    }
    /// A default is of the parameter's type: `std::chrono::minutes(5)` for a duration, `10 << 20` for a size.
    TaskDescription& takes_parameter(std::string parameter, Type type, std::string help, Value default_value = {}) {
        parameters.push_back({std::move(parameter), type, std::move(help), false, false, std::move(default_value), {}});
        return *this;
    }
    /// Limits the parameter named last to these values.
    /// \throws Error before any parameter was named, as the next three do.
    TaskDescription& one_of(std::vector<Value> allowed) {
        last_parameter().allowed = std::move(allowed);
        return *this;
    }
    /// Limits the parameter named last, an integer, to `least` and more.
    TaskDescription& at_least(std::int64_t least) {
        last_parameter().at_least = least;
        return *this;
    }
    /// Limits the parameter named last, an integer, to `most` and less.
    TaskDescription& at_most(std::int64_t most) {
        last_parameter().at_most = most;
        return *this;
    }
    /// Makes the parameter named last, a text without default, a secret: never logged or shown.
    TaskDescription& is_secret() {
        last_parameter().secret = true;
        return *this;
    }
    TaskDescription& puts_out(std::string output, Type type, std::string help) {
        outputs.push_back({std::move(output), type, std::move(help)});
        return *this;
    }
    TaskDescription& needs_scopes(std::string resource_server, std::vector<std::string> scope_strings) {
        scopes.push_back({std::move(resource_server), std::move(scope_strings)});
        return *this;
    }
    TaskDescription& reads_files(std::vector<std::string> paths) {
        files.read = std::move(paths);
        return *this;
    }
    TaskDescription& writes_files(std::vector<std::string> paths) {
        files.write = std::move(paths);
        return *this;
    }
    TaskDescription& touches_any_file() {
        files.any = true;
        return *this;
    }

    friend bool operator==(const TaskDescription& a, const TaskDescription& b) {
        return a.name == b.name && a.summary == b.summary && a.parameters == b.parameters && a.outputs == b.outputs &&
               a.scopes == b.scopes && a.files == b.files;
    }

private:
    ParameterDescription& last_parameter() {
        if (parameters.empty()) throw Error("task '" + name + "' describes a parameter before naming one");
        return parameters.back();
    }
};

}  // namespace errand
