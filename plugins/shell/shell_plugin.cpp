#include "command.hpp"
#include "errand/plugin.hpp"
#include "errand/version.hpp"

ERRAND_PLUGIN("shell", ERRAND_VERSION, errand::shell::Command)
