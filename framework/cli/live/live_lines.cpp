#include "cli/live/live_lines.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/logger.hpp"
#include "base/units.hpp"
#include "cli/columns.hpp"

namespace errand {

namespace {

using std::chrono::seconds;

/// `[#########-----------]  100/250 endpoints`, without the bar where the end is not known.
std::string progress_text(const Progress& progress) {
    constexpr std::int64_t kCells = 20;
    std::string text;
    if (progress.total > 0) {
        // As numbers with a fraction: the counts are a plugin's, and their product may not fit.
        const double share = static_cast<double>(progress.done) / static_cast<double>(progress.total);
        const auto filled = static_cast<std::int64_t>(std::clamp(share, 0.0, 1.0) * kCells);
        text = "[" + std::string(static_cast<std::size_t>(filled), '#') +
               std::string(static_cast<std::size_t>(kCells - filled), '-') + "]  ";
    }
    text += std::to_string(progress.done);
    if (progress.total > 0) text += "/" + std::to_string(progress.total);
    return text + " " + printable(progress.what, 40);
}

std::string attempt_text(const TaskUnderWay& task, Clock::SteadyTime now) {
    const std::string which = "attempt " + std::to_string(task.attempt) + " of " + std::to_string(task.most_attempts);
    if (!task.begins) return task.attempt > 1 ? which : "";
    return which + " begins in " + format_duration(std::chrono::ceil<seconds>(std::max(*task.begins, now) - now));
}

std::vector<std::string> cells_of(const TaskUnderWay& task, Clock::SteadyTime now) {
    std::string text = attempt_text(task, now);
    if (task.progress) text += (text.empty() ? "" : "  ") + progress_text(*task.progress);
    if (task.bad_items > 0) text += ", " + std::to_string(task.bad_items) + " failed";
    return {task.name, task.begins ? "waits" : format_duration(std::chrono::floor<seconds>(now - task.began)), text};
}

std::vector<std::string> task_lines(const std::vector<TaskUnderWay>& tasks, Clock::SteadyTime now, std::size_t room) {
    const std::size_t shown = tasks.size() <= room ? tasks.size() : std::max(room, std::size_t{1}) - 1;
    std::vector<std::vector<std::string>> rows;
    for (const TaskUnderWay& task : std::span(tasks).first(shown)) rows.push_back(cells_of(task, now));
    std::vector<std::string> lines = in_columns(rows);
    if (shown > 0 && shown < tasks.size()) lines.push_back("and " + std::to_string(tasks.size() - shown) + " more");
    return lines;
}

std::string summary(const RunOverview& run) {
    const TaskCounts& tasks = run.counts();
    const auto under_way = static_cast<std::size_t>(std::count_if(
        run.under_way().begin(), run.under_way().end(), [](const TaskUnderWay& task) { return !task.is_item; }));
    const std::size_t to_come = tasks.all - tasks.succeeded - tasks.skipped - tasks.failed - under_way;
    std::string text = std::to_string(tasks.succeeded) + " of " + std::to_string(tasks.all) + " tasks done";
    if (tasks.failed > 0) text += ", " + std::to_string(tasks.failed) + " failed";
    if (tasks.skipped > 0) text += ", " + std::to_string(tasks.skipped) + " skipped";
    text += ", " + std::to_string(under_way) + " under way";
    if (to_come > 0) text += ", " + std::to_string(to_come) + " to come";
    return text;
}

}  // namespace

std::string cut_to_columns(const std::string& line, int columns) {
    std::size_t length = 0;
    for (; length < line.size(); ++length) {
        const auto byte = static_cast<unsigned char>(line[length]);
        if ((byte & 0xC0) == 0x80) continue;
        // In UTF-8, all wide characters begin so: the first are at U+1100.
        columns -= byte >= 0xE1 ? 2 : 1;
        if (columns < 0) break;
    }
    return line.substr(0, length);
}

std::vector<std::string> live_lines(const RunOverview& run, Clock::SteadyTime now, const TerminalSize& size) {
    constexpr int kMostLines = 16;
    if (run.under_way().empty()) return {};
    const bool has_summary = run.counts().all > 1;
    const auto most = static_cast<std::size_t>(std::clamp(size.rows - 1, 1, kMostLines));
    std::vector<std::string> lines = task_lines(run.under_way(), now, most - (has_summary ? 1 : 0));
    if (has_summary) lines.push_back(summary(run));
    for (std::string& line : lines) line = cut_to_columns(line, size.columns - 1);
    return lines;
}

}  // namespace errand
