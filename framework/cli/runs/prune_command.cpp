#include <ostream>

#include "base/units.hpp"
#include "cli/runs/opened_records.hpp"
#include "cli/runs/retention.hpp"
#include "errand/json.hpp"

namespace errand {

ExitCode run(const PruneOptions& options, Session& session) {
    OpenedRecords records(session, options.sandbox);
    HistorySettings history = records.settings().history;
    if (options.max_age) history.max_age = options.max_age;
    if (options.max_runs) history.max_runs = options.max_runs;
    const Pruned pruned = prune_runs(records.store(), records.places().runs(), history);
    if (options.json)
        session.out << to_json(Value::Map{{"runs", pruned.runs}, {"bytes", pruned.bytes}}, JsonStyle::indented) << '\n';
    else
        session.out << "removed " << pruned.runs << (pruned.runs == 1 ? " run, and " : " runs, and ")
                    << format_size(pruned.bytes) << " of what they printed and logged\n";
    return ExitCode::done;
}

}  // namespace errand
