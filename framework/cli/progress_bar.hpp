#pragma once

#include <ostream>
#include <string>

#include "base/clock.hpp"
#include "errand/task_context.hpp"

namespace errand {

/// `list  [#########-----------]  100/250 endpoints`: one line that is drawn over again.
std::string format_progress(const std::string& task, const Progress& progress, int width);

/// Draws how far a task has come on a terminal.
///
/// Lifetime: `out` and `clock` outlive it.
class ProgressBar {
public:
    ProgressBar(std::ostream& out, const Clock& clock, int width) : out_(out), clock_(clock), width_(width) {}
    ~ProgressBar() { clear(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// Draws now and then: not more often than ten times a second.
    void show(const std::string& task, const Progress& progress);
    /// Takes the bar away, for something else to be printed in its place.
    void clear();

private:
    std::ostream& out_;
    const Clock& clock_;
    const int width_;
    bool is_visible_ = false;
    Clock::SteadyTime next_{};
};

}  // namespace errand
