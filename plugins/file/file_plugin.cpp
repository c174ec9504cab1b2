#include "errand/plugin.hpp"
#include "errand/version.hpp"
#include "read.hpp"
#include "write.hpp"

ERRAND_PLUGIN("file", ERRAND_VERSION, errand::file::Read, errand::file::Write)
