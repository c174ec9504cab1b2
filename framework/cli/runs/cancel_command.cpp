#include "cli/runs/opened_records.hpp"
#include "cli/runs/request_answer.hpp"

namespace errand {

ExitCode run(const CancelOptions& options, Session& session) {
    OpenedRecords records(session, options.sandbox);
    const std::string id = records.run(options.run).id;
    const bool is_asked = records.store().request_cancel(id, this_user(session, records.places()));
    print_answer(session, {records.run(id), is_asked, "asked_to_end", "is asked to end"}, options.json);
    return ExitCode::done;
}

}  // namespace errand
