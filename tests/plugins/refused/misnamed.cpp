#include "descriptor.hpp"

ERRAND_TEST_DESCRIPTOR("another_name", version = "1.0.0")
