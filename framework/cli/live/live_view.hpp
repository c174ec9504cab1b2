#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/outlet_buffer.hpp"
#include "cli/live/run_overview.hpp"
#include "cli/terminal.hpp"

namespace errand {

/// The terminal that a view is drawn on.
///
/// Lifetime: what it refers to outlives the view.
struct LiveScreen {
    std::ostream& out;
    /// What `out` ends in.
    const OutletBuffer& outlet;
    /// What else is printed there, or null. The view is told before it is.
    const OutletBuffer* output;
    /// Asked for each drawing: a terminal can change its size.
    std::function<TerminalSize()> size;
};

/// Shows a run in the last lines of a terminal, and draws them over again as it goes on. All else is printed above
/// them: they are taken away for it, and drawn again afterwards.
///
/// A terminal that has not taken all that was printed is left in peace, so that nothing piles up while its reader has
/// stopped. Thread-safety: above() may be printed to by several threads, beside what the run's own calls.
class LiveView {
public:
    LiveView(LiveScreen screen, const Clock& clock) : screen_(std::move(screen)), clock_(clock) {}
    ~LiveView();
    LiveView(const LiveView&) = delete;
    LiveView& operator=(const LiveView&) = delete;

    /// Where whole lines are printed above the view.
    std::ostream& above() { return above_; }
    /// Called before LiveScreen::output is written.
    void make_room_for_output();

    /// Draws the run as it is now, if that is not what is shown already: not in its first moments, which many a run
    /// does not outlast, and not more often than ten times a second. \return when to call it again
    Clock::SteadyTime show(const RunOverview& run);

private:
    /// Takes the view away before it passes on what is printed.
    class Above final : public std::streambuf {
    public:
        explicit Above(LiveView& view) : view_(view) {}

    protected:
        int_type overflow(int_type character) override;
        std::streamsize xsputn(const char* text, std::streamsize size) override;
        int sync() override;

    private:
        LiveView& view_;
    };

    // These are called with the mutex held.
    bool is_busy() const;
    void draw(std::vector<std::string> lines);
    void take_away();
    /// From the end of the view to its beginning.
    std::string way_back() const;
    void print_above(std::string_view text);

    const LiveScreen screen_;
    const Clock& clock_;
    std::mutex mutex_;
    Above above_buffer_{*this};
    std::ostream above_{&above_buffer_};
    /// What is shown; nothing while it is taken away.
    std::vector<std::string> lines_;
    TerminalSize size_;
    /// The output may stand in the midst of a line, where the view cannot begin.
    bool was_output_last_ = false;
    /// Before that nothing is drawn.
    std::optional<Clock::SteadyTime> next_;
};

}  // namespace errand
