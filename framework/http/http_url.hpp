#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace errand {

/// The parts of an absolute `http` or `https` URL that an exchange needs.
struct HttpUrl {
    bool is_secure = true;
    /// A name or an IP address, an IPv6 one without its brackets.
    std::string host;
    std::uint16_t port = 443;
    /// Path and query as they are sent, percent-encoding untouched; at least `/`.
    std::string target;
    /// `host` or `host:port` as it stands in the URL: the value of the Host header.
    std::string authority;

    /// `host:port`, for messages.
    std::string peer() const;
    /// `https://host:port`: what a kept connection is good for.
    std::string origin() const;
};

/// \throws Error for anything but http and https, for user names or passwords, spaces, control characters and bytes
/// beyond ASCII, which must be percent-encoded. The message does not show the query.
/// Source: RFC 3986 section 3, RFC 9110 section 4.2.
HttpUrl parse_http_url(std::string_view url);

/// The URL that `reference`, such as the value of a Location, means at the place of `base`, a URL that
/// parse_http_url() takes. What comes out need not be such a URL. Percent-encoding stays as it is.
/// Source: RFC 3986 section 5.2.
std::string resolve_reference(std::string_view base, std::string_view reference);

/// Checks a URL that credentials will be sent to.
/// \throws Error as parse_http_url() does, and for `http` to anything but a loopback address.
void require_private(std::string_view url);

/// 127.0.0.0/8, ::1 and `localhost`.
bool is_loopback(const std::string& host);

/// For messages: a query may hold what must not be logged, and any text may hold control characters.
std::string without_query(std::string_view url);

}  // namespace errand
