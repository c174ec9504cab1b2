#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "support/command.hpp"

namespace errand::testing {

/// A folder of a test's own, with a home, and errand run in it with an environment that points nowhere else.
class Workspace {
public:
    Workspace();
    ~Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    /// Where attempts have their working directories.
    std::filesystem::path work_directory() const { return path_ / "home/.local/state/errand" / "work"; }
    std::filesystem::path runs_directory() const { return path_ / "home/.local/state/errand" / "runs"; }

    /// Makes the folders on the way.
    void write(const std::string& name, const std::string& text) const;
    /// `NAME=value` for every command from now on, in place of what NAME was.
    void set(const std::string& variable);

    CommandRequest command(const std::vector<std::string>& words) const;
    /// `errand` with these arguments.
    CommandRequest errand(std::vector<std::string> arguments) const;
    CommandResult run(std::vector<std::string> arguments) const { return run_command(errand(std::move(arguments))); }

    /// A configuration with the plugins of the tests, and `more` of it.
    void configure(const std::string& more = {}) const;

private:
    std::filesystem::path path_;
    std::vector<std::string> environment_;
};

}  // namespace errand::testing
