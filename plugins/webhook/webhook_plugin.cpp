#include "errand/plugin.hpp"
#include "errand/version.hpp"
#include "post.hpp"

ERRAND_PLUGIN("webhook", ERRAND_VERSION, errand::webhook::Post)
