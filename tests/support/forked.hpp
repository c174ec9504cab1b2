#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <exception>
#include <functional>
#include <string>

#include "support/descriptors.hpp"

namespace errand::testing {

/// What `work` returns in a process of its own, for what a process cannot take back. Call it with one thread.
inline std::string said_by_child(const std::function<std::string()>& work) {
    DescriptorPair speech = make_pipe();
    const pid_t child = ::fork();
    if (child == 0) {
        std::string text;
        try {
            text = work();
        } catch (const std::exception& error) {
            text = std::string("threw: ") + error.what();
        }
        const bool is_written = ::write(speech.second.get(), text.data(), text.size()) >= 0;
        ::_exit(is_written ? 0 : 1);
    }
    speech.second.reset();
    std::string text = read_to_end(speech.first.get());
    int status = 0;
    ::waitpid(child, &status, 0);
    return status == 0 ? text : text + " ended with wait status " + std::to_string(status);
}

}  // namespace errand::testing
