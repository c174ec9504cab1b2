#include <ostream>

#include "base/logger.hpp"
#include "cli/runs/opened_records.hpp"
#include "cli/runs/run_output.hpp"

namespace errand {

ExitCode run(const CancelOptions& options, Session& session) {
    OpenedRecords records(session, options.sandbox);
    const std::string id = records.run(options.run).id;
    const bool is_asked = records.store().request_cancel(id, this_user(session, records.places()));
    const RunRecord run = records.run(id);
    if (options.json)
        print_report(
            session,
            Value::Map{
                {"run_id", run.id}, {"job", run.job}, {"state", to_string(run.state)}, {"asked_to_end", is_asked}});
    else if (is_asked)
        session.out << "the run " << run.id << " of " << printable(run.job) << " is asked to end\n";
    else
        session.out << "the run " << run.id << " of " << printable(run.job) << " is over: " << to_string(run.state)
                    << '\n';
    return ExitCode::done;
}

}  // namespace errand
