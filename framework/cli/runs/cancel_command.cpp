#include <ostream>

#include "cli/runs/opened_records.hpp"

namespace errand {

ExitCode run(const CancelOptions& options, Session& session) {
    OpenedRecords records(session, options.sandbox);
    const RunRecord run = records.run(options.run);
    if (!records.store().request_cancel(run.id, this_user(session, records.places()))) {
        session.out << "the run " << run.id << " of " << run.job << " is over: " << to_string(run.state) << '\n';
        return ExitCode::done;
    }
    session.out << "the run " << run.id << " of " << run.job << " is asked to end\n";
    return ExitCode::done;
}

}  // namespace errand
