#include "cli/runs/request_answer.hpp"

#include <ostream>
#include <string>

#include "base/logger.hpp"
#include "cli/runs/run_output.hpp"

namespace errand {

void print_answer(Session& session, const RequestAnswer& answer, bool is_report) {
    const RunRecord& run = answer.run;
    const std::string state(to_string(run.state));
    if (is_report)
        return print_report(
            session,
            Value::Map{
                {"run_id", run.id}, {"job", run.job}, {"state", state}, {std::string(answer.key), answer.is_done}});
    session.out << "the run " << run.id << " of " << printable(run.job) << ' '
                << (answer.is_done ? std::string(answer.words) : "is over: " + state) << '\n';
}

}  // namespace errand
