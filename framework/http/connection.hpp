#pragma once

#include <memory>
#include <string_view>

#include "http/deadline.hpp"
#include "http/http_client_settings.hpp"
#include "http/http_url.hpp"

namespace errand {

/// An open connection to one server, plain or secure. Closed when it is destroyed.
///
/// Thread-safety: one thread at a time.
class Connection {
public:
    virtual ~Connection() = default;

    /// \throws ServiceUnreachable when the peer breaks the connection; DeadlinePassed.
    virtual void write(std::string_view bytes, const Deadline& deadline) = 0;
    /// Waits for the next bytes. Zero means that the peer closed in an orderly way.
    /// \throws ServiceUnreachable when the peer breaks the connection; DeadlinePassed.
    virtual std::size_t read(char* buffer, std::size_t size, const Deadline& deadline) = 0;
    /// True when an idle connection was closed by its peer, or holds bytes that nobody asked for.
    virtual bool is_stale() = 0;
};

/// Opens connections.
///
/// Thread-safety: open() may be called concurrently.
class Connector {
public:
    virtual ~Connector() = default;

    /// Tries the addresses of the URL's host one after the other.
    /// \throws ServiceUnreachable saying what happened and what to check; what TlsHandshake::secure() throws; Error
    /// when `localhost` is not this machine.
    virtual std::unique_ptr<Connection> open(const HttpUrl& url, const Deadline& deadline) = 0;
};

std::unique_ptr<Connector> make_connector(const HttpClientSettings& settings);

}  // namespace errand
