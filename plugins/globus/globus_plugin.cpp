#include "errand/plugin.hpp"
#include "errand/version.hpp"
#include "list_endpoints.hpp"

ERRAND_PLUGIN("globus", ERRAND_VERSION, errand::globus::ListEndpoints)
