#include "errand/plugin.hpp"
#include "errand/version.hpp"
#include "request.hpp"

ERRAND_PLUGIN("http", ERRAND_VERSION, errand::http::Request)
