#include "cli/installation.hpp"
#include "cli/schema_text.hpp"
#include "cli/session.hpp"
#include "config/job_schema.hpp"
#include "errand/json.hpp"

namespace errand {

std::string schema_text(const Session& session) {
    Installation installation(session);
    return to_json(job_schema(installation.catalog()), JsonStyle::indented) + '\n';
}

ExitCode run(const SchemaOptions& /*options*/, Session& session) {
    session.out << schema_text(session);
    return ExitCode::done;
}

}  // namespace errand
