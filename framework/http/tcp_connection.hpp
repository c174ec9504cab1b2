#pragma once

#include <chrono>
#include <memory>

#include "http/connection.hpp"
#include "http/http_url.hpp"

namespace errand {

/// Connects to the host and port of `url`, without TLS. Tries the host's addresses one after the other, each for no
/// longer than `limit`.
/// \throws ExchangeFailed saying what happened and what to check; Cancelled; Error when `localhost` is not this
/// machine.
std::unique_ptr<Connection> open_tcp_connection(const HttpUrl& url, std::chrono::milliseconds limit,
                                                const Deadline& deadline);

}  // namespace errand
