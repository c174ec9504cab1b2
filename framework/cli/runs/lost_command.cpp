#include <ostream>

#include "base/error.hpp"
#include "cli/runs/opened_records.hpp"

namespace errand {

/// A run of this host whose supervisor was gone is marked by now.
ExitCode run(const LostOptions& options, Session& session) {
    OpenedRecords records(session, options.sandbox);
    const RunRecord run = records.run(options.run);
    if (is_final(run.state)) {
        session.out << "the run " << run.id << " of " << run.job << " is over: " << to_string(run.state) << '\n';
        return ExitCode::done;
    }
    if (run.host_key == records.places().host_key())
        throw CommandError(ExitCode::usage,
                           "the run " + run.id + " is under way on this host; to end it: errand cancel " + run.id);
    records.store().mark_lost(
        run.id, "given up by " + this_user(session, records.places()) + ", as " + run.host_name + " is gone");
    session.out << "the run " << run.id << " of " << run.job << " is lost\n";
    return ExitCode::done;
}

}  // namespace errand
