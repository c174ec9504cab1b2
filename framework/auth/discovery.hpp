#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "auth/cache_directory.hpp"
#include "auth/server_metadata.hpp"
#include "base/clock.hpp"
#include "errand/http_client.hpp"

namespace errand {

/// Finds the endpoints of an authorization server by its issuer URL, and keeps them for a day.
///
/// Thread-safety: metadata() may be called concurrently. Lifetime: the clock and the cache outlive it.
class Discovery {
public:
    /// \param cache where the document is kept for other processes; none if null
    Discovery(std::string issuer, std::shared_ptr<HttpClient> http, const Clock& clock, const CacheDirectory* cache,
              EndpointsFor client = EndpointsFor::any_client)
        : issuer_(std::move(issuer)), http_(std::move(http)), clock_(clock), cache_(cache), client_(client) {}

    /// Asks at the place of RFC 8414, and where there is nothing at that of OpenID Connect.
    /// \throws ServiceUnreachable saying what was found at which URL.
    ServerMetadata metadata();

private:
    std::optional<ServerMetadata> kept() const;
    ServerMetadata fetch() const;
    void keep(const std::string& body) const;

    const std::string issuer_;
    const std::shared_ptr<HttpClient> http_;
    const Clock& clock_;
    const CacheDirectory* const cache_;
    const EndpointsFor client_;
    std::mutex mutex_;
    std::optional<ServerMetadata> metadata_;
};

/// The URLs to look at, in this order. Source: RFC 8414 section 3.1, OpenID Connect Discovery 1.0 section 4.1.
std::vector<std::string> metadata_urls(const std::string& issuer);

}  // namespace errand
