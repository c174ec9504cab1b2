#pragma once

#include "errand/value.hpp"
#include "job/task_catalog.hpp"

namespace errand {

/// A JSON Schema (draft-07, which every editor knows) of job files, with the parameters of every task type in
/// `catalog`. \throws CommandError from the catalog if a plugin is refused.
Value job_schema(TaskCatalog& catalog);

/// The same of the fragments that job files include. \throws as job_schema() does.
Value fragment_schema(TaskCatalog& catalog);

}  // namespace errand
