#include "cli/live/live_view.hpp"

#include <utility>

#include "cli/live/live_lines.hpp"

namespace errand {

namespace {

constexpr std::chrono::milliseconds kFirstMoments(300);
constexpr std::chrono::milliseconds kInterval(100);

// Source: ECMA-48, sections 8.3.22 (CUU), 8.3.39 (ED) and 8.3.41 (EL).
std::string lines_up(std::size_t count) { return count == 0 ? "" : "\x1b[" + std::to_string(count) + "A"; }
constexpr char kErasesBelow[] = "\x1b[J";
constexpr char kErasesRestOfLine[] = "\x1b[K";

}  // namespace

LiveView::~LiveView() { take_away(); }

Clock::SteadyTime LiveView::show(const RunOverview& run) {
    const auto now = clock_.steady_now();
    const std::lock_guard lock(mutex_);
    if (!next_) next_ = now + kFirstMoments;
    if (now < *next_) return *next_;
    // Whoever waits for room there wakes up then.
    if (is_busy()) return Clock::SteadyTime::max();
    next_ = now + kInterval;
    const TerminalSize size = screen_.size();
    std::vector<std::string> lines = live_lines(run, now, size);
    if (lines != lines_ || size != size_) draw(std::move(lines));
    size_ = size;
    return *next_;
}

bool LiveView::is_busy() const {
    return screen_.outlet.wanted() >= 0 || (screen_.output && screen_.output->wanted() >= 0);
}

void LiveView::draw(std::vector<std::string> lines) {
    if (lines.empty()) return take_away();
    const bool is_in_line = lines_.empty() && was_output_last_ && screen_.output->is_within_line();
    std::string text = is_in_line ? "\n" : way_back();
    for (const std::string& line : lines) text += (&line == &lines.front() ? "" : "\n") + line + kErasesRestOfLine;
    screen_.out << text + kErasesBelow << std::flush;
    lines_ = std::move(lines);
    was_output_last_ = false;
}

void LiveView::take_away() {
    if (lines_.empty()) return;
    screen_.out << way_back() + kErasesBelow << std::flush;
    lines_.clear();
}

std::string LiveView::way_back() const { return "\r" + (lines_.empty() ? "" : lines_up(lines_.size() - 1)); }

void LiveView::make_room_for_output() {
    const std::lock_guard lock(mutex_);
    take_away();
    was_output_last_ = screen_.output != nullptr;
}

void LiveView::print_above(std::string_view text) {
    take_away();
    was_output_last_ = false;
    screen_.out << text;
}

LiveView::Above::int_type LiveView::Above::overflow(int_type character) {
    if (traits_type::eq_int_type(character, traits_type::eof())) return traits_type::not_eof(character);
    const char byte = traits_type::to_char_type(character);
    xsputn(&byte, 1);
    return character;
}

std::streamsize LiveView::Above::xsputn(const char* text, std::streamsize size) {
    const std::lock_guard lock(view_.mutex_);
    view_.print_above({text, static_cast<std::size_t>(size)});
    return size;
}

int LiveView::Above::sync() {
    const std::lock_guard lock(view_.mutex_);
    view_.screen_.out << std::flush;
    return view_.screen_.out ? 0 : -1;
}

}  // namespace errand
