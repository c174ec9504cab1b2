#pragma once

#include <chrono>

#include "errand/http_client.hpp"

namespace errand {

/// When a failed exchange is tried again.
struct RetryPolicy {
    /// After the first try. Zero means none.
    int max_retries = 4;
    /// The wait before retry n is anything from nothing to this times 2^n, so that clients that failed together do
    /// not come back together.
    std::chrono::milliseconds base_wait = std::chrono::milliseconds(250);
    std::chrono::milliseconds longest_wait = std::chrono::seconds(10);
    /// For all tries together: none starts later than this after the first.
    std::chrono::milliseconds total = std::chrono::seconds(60);
};

/// True for what says "not now": 429, 500, 502, 503, 504.
inline bool is_passing(int status) {
    return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

/// True when sending twice does no more than sending once.
inline bool is_repeatable(const HttpRequest& request) {
    const std::string& method = request.method;
    return request.is_repeatable || method == "GET" || method == "HEAD" || method == "PUT" || method == "DELETE";
}

}  // namespace errand
