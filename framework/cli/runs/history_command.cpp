#include <ostream>

#include "base/error.hpp"
#include "base/units.hpp"
#include "cli/columns.hpp"
#include "cli/local_time.hpp"
#include "cli/run_values.hpp"
#include "cli/runs/opened_records.hpp"
#include "errand/json.hpp"
#include "schedule/time_text.hpp"

namespace errand {

namespace {

/// `2026-03-01T06:00:00Z`, or how long ago: `7d`.
StoreTime read_since(const std::string& text, const Clock& clock) {
    if (const auto ago = parse_duration(text)) return clock.now() - *ago;
    if (const auto time = parse_time(text)) return *time;
    throw CommandError(
        ExitCode::usage,
        "--since takes a duration such as 7d, or a time such as 2026-03-01T06:00:00Z, found '" + text + "'");
}

HistoryFilter filter_of(const HistoryOptions& options, const Clock& clock) {
    HistoryFilter filter;
    filter.job = options.job;
    filter.limit = options.limit;
    for (const std::string& word : options.states) filter.states.push_back(run_state(word).value());
    if (!options.since.empty()) filter.since = read_since(options.since, clock);
    return filter;
}

std::string time_taken(const RunRecord& run) {
    if (!run.began_at || !run.ended_at) return {};
    return time_between(*run.began_at, *run.ended_at);
}

std::vector<std::string> row_of(const RunRecord& run) {
    return {
        run.id,          run.job,   std::string(to_string(run.state)), run.began_at ? local_time(*run.began_at) : "",
        time_taken(run), run.reason};
}

void print(std::ostream& out, const std::vector<RunRecord>& runs) {
    std::vector<std::vector<std::string>> rows = {{"RUN", "JOB", "STATE", "BEGAN", "TOOK", "REASON"}};
    for (const RunRecord& run : runs) rows.push_back(row_of(run));
    print_columns(out, rows);
}

}  // namespace

ExitCode run(const HistoryOptions& options, Session& session) {
    OpenedRecords records(session, options.sandbox);
    const std::vector<RunRecord> runs = records.store().history(filter_of(options, session.clock));
    if (options.json) {
        Value::List list;
        for (const RunRecord& run : runs) list.push_back(to_value(run));
        session.out << to_json(Value::Map{{"runs", std::move(list)}}, JsonStyle::indented) << '\n';
    } else if (runs.empty()) {
        session.out << (options.job.empty() ? "no runs" : "no runs of '" + options.job + "'") << '\n';
    } else {
        print(session.out, runs);
    }
    return ExitCode::done;
}

}  // namespace errand
