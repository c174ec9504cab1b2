#pragma once

#include <cstdint>
#include <string>

#include "base/redaction.hpp"
#include "runner/line_splitter.hpp"
#include "runner/task_pipe.hpp"

namespace errand {

/// What a task prints to its standard error, as lines for the log, in which secrets are hidden.
///
/// Lifetime: the redactor outlives it.
class ErrorOutput {
public:
    using Take = LineSplitter::Take;

    /// \throws std::system_error
    explicit ErrorOutput(const Redactor& redactor) : redaction_(redactor) {}

    /// For the task.
    int sink() const { return pipe_.sink.get(); }
    /// Only the task holds the writing end from now on, so that its end is seen.
    void close_sink() { pipe_.sink.reset(); }
    /// The descriptor to wait for input on, or -1 when nothing more is to come.
    int source() const { return pipe_.source.get(); }

    /// Reads once. False when there is nothing to read for now, or ever.
    bool read(const Take& take);
    /// Hands over an unfinished last line.
    void finish(const Take& take);

    /// What it takes in a log, in bytes. A line counts as more than it has, as a log adds the time, the severity and
    /// the name of the task to it: nobody is to make much out of little.
    std::int64_t cost() const { return cost_; }

private:
    void feed_lines(const Take& take);

    TaskPipe pipe_;
    Redaction redaction_;
    std::string redacted_;
    LineSplitter lines_;
    std::int64_t cost_ = 0;
};

}  // namespace errand
