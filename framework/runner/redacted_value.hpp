#pragma once

#include "base/redactor.hpp"
#include "errand/value.hpp"

namespace errand {

/// `value` with every text in it redacted, keys too: before it is written as JSON, which may escape what is escaped
/// already.
Value redacted(const Value& value, const Redactor& redactor);

}  // namespace errand
