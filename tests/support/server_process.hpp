#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/unique_fd.hpp"
#include "support/command.hpp"

namespace errand::testing {

/// A server that ends when its standard input is closed: also when the test dies.
class ServerProcess {
public:
    /// Starts it, and waits until it prints `ready`. \throws std::runtime_error with what it printed if it does not.
    void start(const std::vector<std::string>& words, const std::vector<std::string>& environment,
               const std::string& name, const std::string& ready) {
        std::array<int, 2> ends = {};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw system_error("pipe");
        const UniqueFd input(ends[0]);
        input_ = UniqueFd(ends[1]);
        command_ = std::make_unique<Command>(CommandRequest{words, environment, {}, input.get()});
        if (!command_->wait_until_printed(ready))
            throw std::runtime_error(name + " does not start: " + command_->out() + command_->err());
    }
    /// Ends it at once, without a word to anybody who is connected.
    void stop() {
        input_.reset();
        if (command_) command_->wait();
        command_.reset();
    }
    /// What it has printed so far.
    std::string out() const { return command_->out(); }

private:
    UniqueFd input_;
    std::unique_ptr<Command> command_;
};

}  // namespace errand::testing
