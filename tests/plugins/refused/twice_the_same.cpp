#include "descriptor.hpp"

ERRAND_PLUGIN("twice_the_same", "1.0.0", Nothing, Nothing)
