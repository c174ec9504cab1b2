#include "descriptor.hpp"

ERRAND_TEST_DESCRIPTOR("other_abi", abi_version = 999)
