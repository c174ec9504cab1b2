#pragma once

#include <cstdint>
#include <string>

#include "base/outlet_buffer.hpp"
#include "base/redaction.hpp"
#include "runner/attempt_log.hpp"

namespace errand {

/// Carries what a task prints to the outlet that all tasks of a run share, by whole lines, so that those of several
/// tasks do not run into each other. Secrets are hidden on the way.
///
/// It reads no more than the outlet takes without waiting: a reader that has stopped holds up the task, never the
/// supervisor. A line of more than 64 KiB goes out in pieces.
/// Lifetime: it does not own `source`, which is non-blocking; `outlet`, `log` and `redactor` outlive it.
class OutputPump {
public:
    /// \param log where it is kept as well
    OutputPump(int source, OutletBuffer& outlet, AttemptLog& log, const Redactor& redactor)
        : source_(source), outlet_(outlet), log_(log), redaction_(redactor) {}

    /// The descriptor to wait for input on, or -1 while there is no room or nothing more to come.
    int wanted_source() const { return is_at_end_ || outlet_.is_full() ? -1 : source_; }
    /// Reads once; wanted_source() was ready.
    void read();

    /// Nothing more will come: read what is still there, then see the end.
    void finish() { is_finishing_ = true; }
    /// All that was printed is handed over.
    bool is_done() const { return is_at_end_; }
    /// Bytes read.
    std::int64_t total() const { return total_; }

private:
    void hand_over(std::size_t size);

    const int source_;
    OutletBuffer& outlet_;
    AttemptLog& log_;
    Redaction redaction_;
    /// The beginning of a line.
    std::string pending_;
    std::int64_t total_ = 0;
    bool is_finishing_ = false;
    bool is_at_end_ = false;
};

}  // namespace errand
