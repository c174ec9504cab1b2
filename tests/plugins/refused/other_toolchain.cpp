#include "descriptor.hpp"

ERRAND_TEST_DESCRIPTOR("other_toolchain", toolchain = "clang abi 1 strings 0 containers plain")
