#pragma once

namespace errand {

/// A number from 0 to below 1, so that processes which do the same do not do it at the same time. Not for secrets.
///
/// Thread-safety: may be called concurrently.
double random_fraction();

}  // namespace errand
