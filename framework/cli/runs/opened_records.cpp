#include "cli/runs/opened_records.hpp"

#include "base/error.hpp"

namespace errand {

OpenedRecords::OpenedRecords(Session& session, bool is_sandboxed)
    : installation_(session),
      secrets_(session.surroundings, installation_.spawner(), session.redactor),
      places_(session, installation_.settings(), is_sandboxed),
      store_(places_.open(secrets_)) {
    for (const std::string& told : settle_crashed_runs(places_, *store_)) session.err << "errand: " << told << '\n';
}

RunRecord OpenedRecords::run(const std::string& run) {
    // As by a shell's variable that is not set. Every id begins with it.
    if (run.empty())
        throw CommandError(ExitCode::usage,
                           "a run or a job is to be named, and the word that stands for it is empty; errand history "
                           "shows the runs");
    if (auto found = store_->last_run(run)) return *std::move(found);
    if (auto found = store_->find_run(run)) return *std::move(found);
    throw CommandError(ExitCode::usage,
                       "there is no run '" + run + "', and no job of that name has run; errand history shows what has");
}

}  // namespace errand
