#include "count_endpoints.hpp"

ERRAND_PLUGIN("consumer", "1.0.0", CountEndpoints)
