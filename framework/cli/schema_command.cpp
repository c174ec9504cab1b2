#include "cli/installation.hpp"
#include "cli/schema_text.hpp"
#include "cli/session.hpp"
#include "config/job_schema.hpp"
#include "errand/json.hpp"

namespace errand {

std::string schema_text(const Session& session, const SchemaOptions& options) {
    Installation installation(session);
    TaskCatalog& catalog = installation.catalog();
    return to_json(options.fragment ? fragment_schema(catalog) : job_schema(catalog), JsonStyle::indented) + '\n';
}

ExitCode run(const SchemaOptions& options, Session& session) {
    session.out << schema_text(session, options);
    return ExitCode::done;
}

}  // namespace errand
