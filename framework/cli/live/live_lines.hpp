#pragma once

#include <string>
#include <vector>

#include "cli/live/run_overview.hpp"
#include "cli/terminal.hpp"

namespace errand {

/// A run as it is shown while it is under way, from the top down; nothing while no task is:
///
///     list     1m12s  [########------------]  100/250 endpoints
///     copy     12s    [########------------]  2/5 items, 1 failed
///     copy[3]  4s     attempt 2 of 3
///     send     waits  attempt 2 of 3 begins in 4s
///     12 of 40 tasks done, 1 failed, 3 under way, 24 to come
///
/// The last line is left out for a run of one task. No line fills the last column, and there is a line less than the
/// terminal has, 16 at most: then "and 5 more" stands for the tasks that began last.
std::vector<std::string> live_lines(const RunOverview& run, Clock::SteadyTime now, const TerminalSize& size);

/// The beginning of a line, as far as it takes `columns` of a terminal at most. Where it is not sure that a character
/// takes one, it is taken for two.
std::string cut_to_columns(const std::string& line, int columns);

}  // namespace errand
