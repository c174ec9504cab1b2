#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/connection.hpp"

namespace errand {

/// Connections that wait for their next exchange: a few for each origin, and not for long, since servers close them.
///
/// Thread-safety: all members may be called concurrently.
class IdleConnections {
public:
    /// The one used last that seems to be open; nothing when there is none.
    std::unique_ptr<Connection> take(const std::string& origin);
    void keep(const std::string& origin, std::unique_ptr<Connection> connection);

private:
    struct Idle {
        std::unique_ptr<Connection> connection;
        std::chrono::steady_clock::time_point since;
    };

    std::mutex mutex_;
    /// By origin, the one used last at the end.
    std::map<std::string, std::vector<Idle>> idle_;
};

}  // namespace errand
