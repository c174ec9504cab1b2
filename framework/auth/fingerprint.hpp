#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "errand/secret.hpp"

namespace errand {

/// 64 hex digits that differ as soon as one of the parts, their number or their order does. SHA-256.
std::string fingerprint(const std::vector<std::string>& parts);

/// What a token is called wherever something is shown or stored: the first 8 hex digits of its SHA-256.
std::string short_hash(const Secret& token);

}  // namespace errand
