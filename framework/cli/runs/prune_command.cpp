#include <ostream>
#include <string>

#include "base/units.hpp"
#include "cli/runs/opened_records.hpp"
#include "cli/runs/retention.hpp"
#include "errand/json.hpp"

namespace errand {

namespace {

std::string told(const Pruned& pruned) {
    const std::string runs = pruned.runs == 0 ? "no" : std::to_string(pruned.runs);
    const std::string what = "removed " + runs + (pruned.runs == 1 ? " run" : " runs");
    if (pruned.bytes == 0) return what;
    const char* whose = pruned.runs == 0 ? "earlier ones" : pruned.runs == 1 ? "it" : "they";
    return what + ", and " + rounded_size(pruned.bytes) + " of what " + whose + " printed and logged";
}

}  // namespace

ExitCode run(const PruneOptions& options, Session& session) {
    OpenedRecords records(session, options.sandbox);
    HistorySettings history = records.settings().history;
    if (options.max_age) history.max_age = options.max_age;
    if (options.max_runs) history.max_runs = options.max_runs;
    const Pruned pruned = prune_runs(records.store(), records.places().runs(), history);
    if (options.json)
        session.out << to_json(Value::Map{{"runs", pruned.runs}, {"bytes", pruned.bytes}}, JsonStyle::indented) << '\n';
    else
        session.out << told(pruned) << '\n';
    return ExitCode::done;
}

}  // namespace errand
