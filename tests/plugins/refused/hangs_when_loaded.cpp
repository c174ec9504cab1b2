#include <unistd.h>

#include "descriptor.hpp"

namespace {

const int hang = [] {
    for (;;) pause();
    return 0;
}();

}  // namespace

ERRAND_PLUGIN("hangs_when_loaded", "1.0.0", Nothing)
