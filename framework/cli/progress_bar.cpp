#include "cli/progress_bar.hpp"

#include <algorithm>

#include "base/logger.hpp"

namespace errand {

std::string format_progress(const std::string& task, const Progress& progress, int width) {
    constexpr std::int64_t kCells = 20;
    std::string line = task + "  ";
    if (progress.total > 0) {
        // As numbers with a fraction: the counts are a plugin's, and their product may not fit.
        const double share = static_cast<double>(progress.done) / static_cast<double>(progress.total);
        const auto filled = static_cast<std::int64_t>(std::clamp(share, 0.0, 1.0) * kCells);
        line += "[" + std::string(static_cast<std::size_t>(filled), '#') +
                std::string(static_cast<std::size_t>(kCells - filled), '-') + "]  ";
    }
    line += std::to_string(progress.done);
    if (progress.total > 0) line += "/" + std::to_string(progress.total);
    line += " " + printable(progress.what, 40);
    return line.substr(0, static_cast<std::size_t>(std::max(width - 1, 0)));
}

void ProgressBar::show(const std::string& task, const Progress& progress) {
    constexpr std::chrono::milliseconds kInterval(100);
    const auto now = clock_.steady_now();
    if (now < next_) return;
    next_ = now + kInterval;
    is_visible_ = true;
    out_ << "\r\x1b[2K" << format_progress(task, progress, width_) << std::flush;
}

void ProgressBar::clear() {
    if (is_visible_) out_ << "\r\x1b[2K" << std::flush;
    is_visible_ = false;
}

}  // namespace errand
