#include "descriptor.hpp"

ERRAND_TEST_DESCRIPTOR("other_magic", magic[0] = 'x')
