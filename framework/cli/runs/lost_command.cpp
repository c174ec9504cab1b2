#include "base/error.hpp"
#include "cli/runs/opened_records.hpp"
#include "cli/runs/request_answer.hpp"

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
    print_answer(session, {records.run(found.id), is_given_up, "given_up", "is lost"}, options.json);
    return ExitCode::done;
}

}  // namespace errand
