#pragma once

#include <cstdint>
#include <string>

#include "base/outlet.hpp"
#include "base/redaction.hpp"

namespace errand {

/// Carries what a task prints to where it goes, and no more at a time than that takes without waiting: a reader that
/// has stopped holds up the task, never the supervisor. Secrets are hidden on the way.
///
/// Lifetime: it does not own `source`, which is non-blocking; `sink` and `redactor` outlive it.
class OutputPump {
public:
    OutputPump(int source, const Outlet& sink, const Redactor& redactor)
        : source_(source), sink_(sink), redaction_(redactor) {}

    /// The descriptor to wait for input on, or -1 while there is no room or nothing more to come.
    int wanted_source() const;
    /// The descriptor to wait for room at, or -1 while there is nothing to write.
    int wanted_sink() const;

    /// Reads once; `source` was ready.
    void read();
    /// Writes once; `sink` was ready. When it is closed or failing, what is left is thrown away and sink_error()
    /// tells.
    void write();

    /// Nothing more will come: read what is still there, then see the end.
    void finish() { is_finishing_ = true; }
    bool is_done() const { return is_at_end_ && pending_.empty(); }
    /// Bytes read.
    std::int64_t total() const { return total_; }
    /// The errno of the failed write, or 0.
    int sink_error() const { return sink_error_; }

private:
    const int source_;
    const Outlet& sink_;
    Redaction redaction_;
    std::string pending_;
    std::int64_t total_ = 0;
    bool is_finishing_ = false;
    bool is_at_end_ = false;
    int sink_error_ = 0;
};

}  // namespace errand
