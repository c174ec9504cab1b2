#pragma once

#include <chrono>
#include <set>

#include "errand/http_client.hpp"
#include "http/http_error.hpp"

namespace errand {

/// When a failed exchange is tried again. What is not listed here never is: a refused certificate, a proxy that lets
/// nobody through, an answer that makes no sense, any other status.
struct RetryPolicy {
    /// After the first try. Zero means none.
    int max_retries = 4;
    /// The wait before retry n is anything from nothing to this times 2^n, so that clients that failed together do
    /// not come back together.
    std::chrono::milliseconds base_wait = std::chrono::milliseconds(250);
    std::chrono::milliseconds longest_wait = std::chrono::seconds(10);
    /// For all tries together: none starts later than this after the first, whatever a Retry-After asks for.
    std::chrono::milliseconds total = std::chrono::seconds(60);
    /// Of an answer that says "not now".
    std::set<int> statuses = {429, 500, 502, 503, 504};
    std::set<Failure> failures = {Failure::unresolved, Failure::unconnected, Failure::insecure, Failure::late,
                                  Failure::broken};
};

/// True when sending twice does no more than sending once.
inline bool is_repeatable(const HttpRequest& request) {
    const std::string& method = request.method;
    return request.is_repeatable || method == "GET" || method == "HEAD" || method == "PUT" || method == "DELETE";
}

}  // namespace errand
