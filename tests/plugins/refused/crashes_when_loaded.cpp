#include <csignal>

#include "descriptor.hpp"

namespace {

const int crash = raise(SIGSEGV);

}  // namespace

ERRAND_PLUGIN("crashes_when_loaded", "1.0.0", Nothing)
