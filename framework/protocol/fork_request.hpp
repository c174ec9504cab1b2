#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/process_spawner.hpp"
#include "base/unique_fd.hpp"

namespace errand {

/// The fork server, `errand-task --serve`, is asked for a process by descriptors alone: the directory that it starts
/// in, a file of its words, and those that become 0, 1, 2, … of it. So no word, and an environment may have secrets,
/// comes into the memory of the server, of which every later process has a copy.

/// What a process finds in the file of its words.
struct ForkWords {
    /// Without the program's own name.
    std::vector<std::string> arguments;
    /// `NAME=value` each.
    std::vector<std::string> environment;
};

/// A file in memory, close-on-exec.
/// \throws std::system_error
UniqueFd write_words(const ProcessRequest& request);
/// \throws std::system_error
ForkWords read_words(int file);

/// What the server answers.
struct ForkAnswer {
    /// Of the process, a child of the server's parent; 0 when there is none.
    pid_t pid = 0;
    /// The errno when there is none.
    int error = 0;
};

}  // namespace errand
