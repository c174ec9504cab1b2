#pragma once

#include <cstddef>
#include <string_view>

#include "http/deadline.hpp"

namespace errand {

/// An open connection to one server, plain or secure. Closed when it is destroyed.
///
/// Thread-safety: one thread at a time.
class Connection {
public:
    virtual ~Connection() = default;

    /// \throws ExchangeFailed when the peer breaks the connection; DeadlinePassed; Cancelled.
    virtual void write(std::string_view bytes, const Deadline& deadline) = 0;
    /// Waits for the next bytes. Zero means that the peer closed in an orderly way.
    /// \throws ExchangeFailed when the peer breaks the connection; DeadlinePassed; Cancelled.
    virtual std::size_t read(char* buffer, std::size_t size, const Deadline& deadline) = 0;
    /// True when an idle connection was closed by its peer, or holds bytes that nobody asked for.
    virtual bool is_stale() = 0;
};

}  // namespace errand
