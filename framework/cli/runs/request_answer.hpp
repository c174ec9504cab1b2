#pragma once

#include <string_view>

#include "cli/session.hpp"
#include "store/run_record.hpp"

namespace errand {

/// What became of what a command asked of a run.
struct RequestAnswer {
    /// As it is now.
    RunRecord run;
    /// Else the run was over already.
    bool is_done = false;
    /// What that is called in a report: `asked_to_end`.
    std::string_view key;
    /// What people read of a run of which it is done: `is asked to end`.
    std::string_view words;
};

/// For people, or as a report for programs.
void print_answer(Session& session, const RequestAnswer& answer, bool is_report);

}  // namespace errand
