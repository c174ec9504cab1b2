#pragma once

/// Of errand and its SDK.
#define ERRAND_VERSION "0.1.0"

/// Changes with every change of a type in these headers; a plugin built for another one is refused.
#define ERRAND_ABI_VERSION 6
