#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/unique_fd.hpp"

namespace errand::testing {

struct CommandRequest {
    /// The program and its arguments.
    std::vector<std::string> words;
    /// `NAME=value`; nothing else is inherited.
    std::vector<std::string> environment = {};
    std::filesystem::path directory = {};
    /// Becomes its standard input, and stays the caller's; an empty one when negative.
    int input = -1;
    /// Where it prints; -1 to have it kept for out() and err().
    int out = -1;
    int err = -1;
};

struct CommandResult {
    /// 128 + signal when a signal ended it.
    int exit_code = 0;
    std::string out;
    std::string err;
};

/// A command under test, in a process group of its own.
class Command {
public:
    explicit Command(const CommandRequest& request);
    /// Kills it if it still runs.
    ~Command();
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;

    pid_t pid() const { return pid_; }
    /// What it has printed so far.
    std::string out() const;
    std::string err() const;
    /// Waits until `text` stands in what it has printed on either stream. False when it ends, or after a minute.
    bool wait_until_printed(const std::string& text) const;
    void signal(int number) const;
    /// Waits for its end; kills it after `patience`, and the exit code is then 128 + SIGKILL.
    CommandResult wait(std::chrono::seconds patience = std::chrono::seconds(120));

private:
    bool has_ended() const;

    UniqueFd out_;
    UniqueFd err_;
    pid_t pid_ = 0;
    bool is_reaped_ = false;
};

CommandResult run_command(const CommandRequest& request);

}  // namespace errand::testing
