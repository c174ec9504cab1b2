#pragma once

#include "config/document.hpp"
#include "config/problems.hpp"
#include "errand/value.hpp"

namespace errand {

/// Reads where a secret is: `{file: path}`, `{env: NAME}`, `{command: [program, argument, …]}` or `{credential: name}`,
/// which stays such a map; a path becomes absolute. A secret that stands there itself is a problem,
/// and hidden.
Value read_secret_reference(const Node& node, Problems& problems);

/// Reads `{env: NAME}`, which stays such a map.
Value read_variable_reference(const Node& node, Problems& problems);

}  // namespace errand
