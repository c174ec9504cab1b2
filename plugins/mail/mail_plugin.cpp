#include "errand/plugin.hpp"
#include "errand/version.hpp"
#include "send.hpp"

ERRAND_PLUGIN("mail", ERRAND_VERSION, errand::mail::Send)
