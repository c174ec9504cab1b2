#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "errand/secret.hpp"

namespace errand::webhook {

/// The HMAC-SHA256 of `text`, in lower-case hex digits. Source: RFC 2104.
/// \throws Error if OpenSSL cannot compute it.
std::string hmac_sha256(const Secret& key, std::string_view text);

/// The signature of a body as GitHub has it: `sha256=HEX`.
std::string body_signature(const Secret& key, std::string_view body);

/// The signature of a body and a time, in `SECONDS.BODY`, as Stripe has it: `t=SECONDS,v1=HEX`. Who checks it can
/// refuse what is old.
std::string timed_signature(const Secret& key, std::string_view body, std::chrono::system_clock::time_point now);

}  // namespace errand::webhook
