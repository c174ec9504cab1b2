#include <algorithm>
#include <charconv>
#include <cstdint>
#include <ostream>
#include <string_view>
#include <system_error>

#include "base/error.hpp"
#include "base/stop_signals.hpp"
#include "base/suggestion.hpp"
#include "cli/runs/opened_records.hpp"
#include "errand/json.hpp"
#include "runner/attempt_log_reader.hpp"

namespace errand {

namespace {

/// A line of a log. What the reader says of what is left out has a text only.
struct LogLine {
    std::string_view time;
    /// `out`, or a severity.
    std::string_view kind;
    std::string_view text;
};

LogLine parse_line(std::string_view line) {
    const std::size_t time = line.find(' ');
    const std::size_t kind = line.find(' ', std::min(time, line.size() - 1) + 1);
    const bool is_kept = !line.empty() && line.front() >= '0' && line.front() <= '9';
    if (!is_kept || kind == std::string_view::npos) return {{}, {}, line};
    return {line.substr(0, time), line.substr(time + 1, kind - time - 1), line.substr(kind + 1)};
}

/// Without its time and kind, but for what stands out: `warning: text`.
std::string plain(const LogLine& line) {
    const bool stands_out = !line.kind.empty() && line.kind != "out" && line.kind != "info";
    return (stands_out ? std::string(line.kind) + ": " : "") + std::string(line.text);
}

Value number_in(std::string_view digits) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size() ? Value(number) : Value();
}

Value text_or_null(std::string_view text) { return text.empty() ? Value() : Value(text); }

/// \param attempt as AttemptLogReader names it: `copy[3].1`
Value to_value(std::string_view attempt, const LogLine& line) {
    const std::size_t dot = std::min(attempt.rfind('.'), attempt.size());
    const std::string_view name = attempt.substr(0, dot);
    const std::size_t bracket = std::min(name.find('['), name.size());
    const std::string_view item = name.substr(bracket);
    return Value::Map{{"task", name.substr(0, bracket)},
                      {"item", item.empty() ? Value() : number_in(item.substr(1, item.size() - 2))},
                      {"attempt", number_in(attempt.substr(std::min(dot + 1, attempt.size())))},
                      {"time", text_or_null(line.time)},
                      {"kind", text_or_null(line.kind)},
                      {"text", line.text}};
}

void print_line(const LogsOptions& options, std::string_view attempt, std::string_view text, std::ostream& out) {
    const LogLine line = parse_line(text);
    if (options.json) {
        out << to_json(to_value(attempt, line)) << '\n';
        return;
    }
    if (options.task.empty()) out << attempt.substr(0, attempt.rfind('.')) << ": ";
    out << (options.times ? std::string(text) : plain(line)) << '\n';
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
        print_line(options, attempt, line, session.out);
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
