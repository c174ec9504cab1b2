#pragma once

#include <algorithm>
#include <cctype>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace errand {

class AccessTokenAuthorizer;

/// Header fields in the order they are sent or were received. Names compare without case.
/// Source: RFC 9110 section 5.1.
class HttpHeaders {
public:
    using Field = std::pair<std::string, std::string>;

    HttpHeaders() = default;
    HttpHeaders(std::initializer_list<Field> fields) : fields_(fields) {}

    void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
    /// The first field called `name`.
    std::optional<std::string> find(std::string_view name) const {
        for (const Field& field : fields_)
            if (equal_ignoring_case(field.first, name)) return field.second;
        return std::nullopt;
    }
    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }
    bool empty() const { return fields_.empty(); }

private:
    static bool equal_ignoring_case(std::string_view left, std::string_view right) {
        return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                          [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
    }

    std::vector<Field> fields_;
};

struct HttpRequest {
    std::string method = "GET";
    /// Absolute, `https://…`; `http://` is refused for anything but loopback addresses.
    std::string url = {};
    HttpHeaders headers = {};
    std::string body = {};
    /// Signs the request when set: its header is added, and a 401 leads to one renewal and one repeat. A 403 with the
    /// code `ConsentRequired` leads to a token with the scopes that the service asks for, where the task may have them,
    /// and one repeat.
    AccessTokenAuthorizer* authorizer = nullptr;
    /// True when sending twice does no more than sending once, whatever the method. GET, HEAD, PUT and DELETE are
    /// repeated after a failure anyway, other methods only when this is set or the request never left.
    bool is_repeatable = false;
    /// False: an answer that points elsewhere is returned as it is.
    bool follows_redirects = true;
    /// When the answer must have come, all tries and redirects included, such as `std::chrono::steady_clock::now() +
    /// std::chrono::seconds(5)`. It only narrows the framework's own limits, and a wait for the authorizer's token does
    /// not end by it.
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

struct HttpResponse {
    int status = 0;
    HttpHeaders headers = {};
    std::string body = {};

    /// True for 200 to 299.
    bool ok() const { return status >= 200 && status < 300; }
};

/// Sends HTTP requests under the framework's limits, certificate authorities, proxies and retry policy.
///
/// Thread-safety: send() may be called concurrently.
/// Lifetime: owned by the framework; valid until Task::run() returns.
class HttpClient {
public:
    virtual ~HttpClient() = default;

    /// The service's answer, whatever its status: only a missing answer throws.
    /// \throws ServiceUnreachable if no complete answer came, also after the retries; CredentialsRefused from the
    /// authorizer; Cancelled when the run asked the task to stop meanwhile; Error for a URL that may not be used.
    virtual HttpResponse send(const HttpRequest& request) = 0;

    HttpResponse get(std::string url, AccessTokenAuthorizer* authorizer = nullptr) {
        HttpRequest request;
        request.url = std::move(url);
        request.authorizer = authorizer;
        return send(request);
    }
    HttpResponse post(std::string url, std::string body, std::string content_type = "application/json",
                      AccessTokenAuthorizer* authorizer = nullptr) {
        HttpRequest request;
        request.method = "POST";
        request.url = std::move(url);
        request.headers.add("Content-Type", std::move(content_type));
        request.body = std::move(body);
        request.authorizer = authorizer;
        return send(request);
    }
};

}  // namespace errand
