#pragma once

#include <csignal>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/workspace.hpp"

namespace errand::testing {

/// An `errand sandbox` of its own. Ends with this object.
class SandboxProcess {
public:
    /// Waits until it serves. `options` are arguments of the command.
    explicit SandboxProcess(const Workspace& workspace, std::vector<std::string> options = {})
        : command_(workspace.errand(arguments(std::move(options)))) {
        if (!command_.wait_until_printed(" until SIGINT or SIGTERM"))
            throw std::runtime_error("the sandbox does not start: " + command_.err());
    }

    /// The lines for a shell that it printed.
    std::string exports() const { return command_.out(); }
    /// The value that it exports under `name`.
    std::string exported(const std::string& name) const {
        std::istringstream lines(command_.out());
        const std::string start = "export " + name + '=';
        for (std::string line; std::getline(lines, line);)
            if (line.starts_with(start)) return line.substr(start.size());
        throw std::runtime_error("the sandbox exports no " + name);
    }
    std::string url() const { return exported("GLOBUS_SDK_SERVICE_URL_AUTH"); }

    /// What it logged so far of the requests that it answered: `POST /v2/oauth2/token -> 200`.
    std::vector<std::string> requests() const {
        std::vector<std::string> found;
        std::istringstream lines(command_.err());
        constexpr std::string_view kLevel = " info: ";
        for (std::string line; std::getline(lines, line);)
            if (line.find(" -> ") != std::string::npos) found.push_back(line.substr(line.find(kLevel) + kLevel.size()));
        return found;
    }
    /// Asks it to end as an operator does.
    CommandResult stop() {
        command_.signal(SIGTERM);
        return command_.wait();
    }

private:
    static std::vector<std::string> arguments(std::vector<std::string> options) {
        options.insert(options.begin(), "sandbox");
        return options;
    }

    Command command_;
};

/// Every command of `workspace` from now on finds what `sandbox` exports in its environment.
inline void use(const SandboxProcess& sandbox, Workspace& workspace) {
    std::istringstream lines(sandbox.exports());
    constexpr std::string_view kExport = "export ";
    for (std::string line; std::getline(lines, line);) workspace.set(line.substr(kExport.size()));
}

}  // namespace errand::testing
