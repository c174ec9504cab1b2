#pragma once

#include <memory>

#include "http/connection.hpp"
#include "http/http_client_settings.hpp"
#include "http/http_url.hpp"

namespace errand {

/// Opens connections.
///
/// Thread-safety: open() may be called concurrently.
class Connector {
public:
    virtual ~Connector() = default;

    /// Lifetime: the connector outlives the connection.
    /// \throws ExchangeFailed saying what happened and what to check; Cancelled; Error when `localhost` is not this
    /// machine; CommandError (configuration) when a file of certificates or keys cannot be used.
    virtual std::unique_ptr<Connection> open(const HttpUrl& url, const Deadline& deadline) = 0;
};

/// \throws CommandError (configuration) when the proxy's URL is none.
std::unique_ptr<Connector> make_connector(const HttpClientSettings& settings);

}  // namespace errand
