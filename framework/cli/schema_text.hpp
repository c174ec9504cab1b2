#pragma once

#include <string>

#include "cli/session.hpp"

namespace errand {

/// The JSON Schema of job files, or of fragments, with the plugins of the configuration in force, as `errand schema`
/// prints it.
/// \throws CommandError for a configuration that cannot be used, or a plugin that is refused
std::string schema_text(const Session& session, const SchemaOptions& options = {});

}  // namespace errand
