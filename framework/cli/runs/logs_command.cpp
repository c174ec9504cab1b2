#include <algorithm>
#include <ostream>

#include "base/error.hpp"
#include "base/stop_signals.hpp"
#include "base/suggestion.hpp"
#include "cli/runs/opened_records.hpp"
#include "errand/json.hpp"
#include "runner/attempt_log_reader.hpp"

namespace errand {

namespace {

/// A line of a log without its time and kind, but for what stands out: `warning: text`.
std::string plain(std::string_view line) {
    const std::size_t kind = line.find(' ') + 1;
    const std::size_t text = line.find(' ', kind) + 1;
    if (kind == 0 || text == 0) return std::string(line);
    const std::string_view word = line.substr(kind, text - kind - 1);
    const std::string prefix = word == "out" || word == "info" ? "" : std::string(word) + ": ";
    return prefix + std::string(line.substr(text));
}

void require_task(Store& store, const RunRecord& run, const std::string& task) {
    if (task.empty()) return;
    std::vector<std::string> names;
    for (const TaskRecord& record : store.tasks(run.id)) names.push_back(record.key.task);
    if (std::find(names.begin(), names.end(), task) != names.end()) return;
    throw CommandError(ExitCode::usage, "the run " + run.id + " has no task '" + task + "'" + suggestion(task, names));
}

}  // namespace

ExitCode run(const LogsOptions& options, Session& session) {
    OpenedRecords records(session, options.sandbox);
    const RunRecord run = records.run(options.run);
    if (!options.follow) require_task(records.store(), run, options.task);
    AttemptLogReader reader(records.places().runs() / run.id, options.task);
    const auto print = [&](const std::string& attempt, std::string_view line) {
        if (options.task.empty()) session.out << attempt.substr(0, attempt.rfind('.')) << ": ";
        session.out << (options.times ? std::string(line) : plain(line)) << '\n';
    };
    const StopSignals stop;
    bool is_over = is_final(run.state);
    for (;;) {
        // What was written before the run was over is read after that is known.
        reader.read(print);
        session.out << std::flush;
        if (!options.follow || is_over || !session.out || stop.take() != 0) return ExitCode::done;
        session.clock.sleep_for(std::chrono::milliseconds(200));
        const auto now = records.store().find_run(run.id);
        is_over = !now || is_final(now->state);
    }
}

}  // namespace errand
