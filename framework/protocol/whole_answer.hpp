#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "protocol/task_process.hpp"

namespace errand {

/// A process of errand-task that was to answer one thing, and took more for it than it may; the message goes on with
/// what the thing is: "did not describe itself within 10s".
class AnswerRefused : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// All that a process wrote to its socket, and how it ended.
struct WholeAnswer {
    std::string bytes;
    int wait_status = 0;
};

/// Tells a process what it is to answer, and waits for that and its end, for a few seconds.
/// \param question what goes into its socket; may be empty
/// \param deed what it is to do, for messages: "describe itself"
/// \param memory bytes that it may have resident
/// \throws AnswerRefused if it takes more time or memory than it may, or answers at too great length.
WholeAnswer whole_answer(TaskProcess& process, std::string_view question, const std::string& deed, std::int64_t memory);

}  // namespace errand
