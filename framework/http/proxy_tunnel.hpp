#pragma once

#include "http/connection.hpp"
#include "http/proxy.hpp"

namespace errand {

/// Asks a proxy, over a connection to it, to connect to the host and port of `url`. What is written afterwards goes
/// there.
/// \throws ExchangeFailed saying what the proxy answered and what to do; DeadlinePassed; Cancelled.
/// Source: RFC 9110 section 9.3.6.
void open_tunnel(Connection& connection, const Proxy& proxy, const HttpUrl& url, const Deadline& deadline);

}  // namespace errand
