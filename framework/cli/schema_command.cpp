#include "cli/installation.hpp"
#include "cli/session.hpp"
#include "config/job_schema.hpp"
#include "errand/json.hpp"

namespace errand {

ExitCode run(const SchemaOptions& /*options*/, Session& session) {
    Installation installation(session);
    session.out << to_json(job_schema(installation.catalog()), JsonStyle::indented) << '\n';
    return ExitCode::done;
}

}  // namespace errand
