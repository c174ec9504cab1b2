#include <ostream>

#include "base/error.hpp"
#include "base/logger.hpp"
#include "cli/runs/opened_records.hpp"
#include "cli/runs/run_output.hpp"

namespace errand {

namespace {

/// False if it is over. A run of this host whose supervisor is gone is marked by now.
bool give_up(const RunRecord& run, OpenedRecords& records, const Session& session) {
    if (is_final(run.state)) return false;
    if (run.host_key == records.places().host_key())
        throw CommandError(ExitCode::usage,
                           "the run " + run.id + " is under way on this host; to end it: errand cancel " + run.id);
    return records.store().mark_lost(
        run.id, "given up by " + this_user(session, records.places()) + ", as " + run.host_name + " is gone");
}

}  // namespace

ExitCode run(const LostOptions& options, Session& session) {
    OpenedRecords records(session, options.sandbox);
    const RunRecord found = records.run(options.run);
    const bool is_given_up = give_up(found, records, session);
    const RunRecord run = records.run(found.id);
    if (options.json)
        print_report(
            session,
            Value::Map{
                {"run_id", run.id}, {"job", run.job}, {"state", to_string(run.state)}, {"given_up", is_given_up}});
    else if (is_given_up)
        session.out << "the run " << run.id << " of " << printable(run.job) << " is lost\n";
    else
        session.out << "the run " << run.id << " of " << printable(run.job) << " is over: " << to_string(run.state)
                    << '\n';
    return ExitCode::done;
}

}  // namespace errand
