#include "http/http_url.hpp"

#include <Poco/String.h>

#include <algorithm>
#include <charconv>

#include "base/logger.hpp"
#include "errand/error.hpp"
#include "http/ip_address.hpp"

namespace errand {

namespace {

[[noreturn]] void refuse(std::string_view url, const std::string& why) {
    throw Error("the URL '" + without_query(url) + "' cannot be used: " + why);
}

/// Takes `http://` or `https://` off the front.
bool take_scheme(std::string_view& rest, std::string_view url) {
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (Poco::icompare(std::string(rest.substr(0, scheme.size())), std::string(scheme)) != 0) continue;
        rest.remove_prefix(scheme.size());
        return scheme == "https://";
    }
    refuse(url, "it must begin with https:// (or http:// for a loopback address)");
}

std::uint16_t parse_port(std::string_view digits, std::string_view url) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc() || end != digits.data() + digits.size() || port == 0)
        refuse(url, "the port must be a number from 1 to 65535");
    return port;
}

/// Splits `host:port` or `[address]:port`; the port stays as it is when there is none.
void split_authority(HttpUrl& parts, std::string_view url) {
    std::string_view authority = parts.authority;
    if (authority.find('@') != std::string_view::npos) refuse(url, "it must not hold a user name or password");
    const bool is_bracketed = authority.substr(0, 1) == "[";
    const std::size_t host_end = is_bracketed ? authority.find(']') : authority.find(':');
    if (is_bracketed && host_end == std::string_view::npos) refuse(url, "the bracket of its address is not closed");
    parts.host = authority.substr(is_bracketed ? 1 : 0, is_bracketed ? host_end - 1 : host_end);
    if (parts.host.empty()) refuse(url, "it names no host");
    authority.remove_prefix(std::min(host_end + (is_bracketed ? 1 : 0), authority.size()));
    if (authority.empty()) return;
    if (authority.front() != ':') refuse(url, "only a port may follow the address");
    parts.port = parse_port(authority.substr(1), url);
}

}  // namespace

std::string HttpUrl::peer() const {
    const bool is_ipv6 = host.find(':') != std::string::npos;
    return (is_ipv6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

std::string HttpUrl::origin() const { return (is_secure ? "https://" : "http://") + peer(); }

HttpUrl parse_http_url(std::string_view url) {
    if (std::any_of(url.begin(), url.end(), [](char c) { return c <= ' ' || c > '~'; }))
        refuse(url, "spaces, control characters and what is not ASCII must be percent-encoded");
    std::string_view rest = url.substr(0, url.find('#'));
    HttpUrl parts;
    parts.is_secure = take_scheme(rest, url);
    parts.port = parts.is_secure ? 443 : 80;
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    parts.authority = rest.substr(0, end);
    parts.target = rest.substr(end);
    if (parts.target.substr(0, 1) != "/") parts.target.insert(0, "/");
    split_authority(parts, url);
    return parts;
}

namespace {

bool has_scheme(std::string_view reference) {
    const std::size_t colon = reference.find_first_of(":/?#");
    return colon != std::string_view::npos && colon > 0 && reference[colon] == ':';
}

/// Takes the `.` and `..` out of an absolute path.
std::string without_dots(std::string_view path) {
    std::string clean;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/', 1), path.size());
        const std::string_view segment = path.substr(0, end);
        path.remove_prefix(end);
        const bool is_up = segment == "/..";
        if (is_up) clean.erase(std::min(clean.rfind('/'), clean.size()));
        if (!is_up && segment != "/.")
            clean += segment;
        else if (path.empty())
            clean += '/';
    }
    return clean;
}

}  // namespace

std::string resolve_reference(std::string_view base, std::string_view reference) {
    if (has_scheme(reference)) return std::string(reference);
    const HttpUrl at = parse_http_url(base);
    const std::string scheme = at.is_secure ? "https:" : "http:";
    if (reference.substr(0, 2) == "//") return scheme + std::string(reference);
    const std::string origin = scheme + "//" + at.authority;
    const std::string base_path = at.target.substr(0, at.target.find('?'));
    if (reference.empty() || reference[0] == '#') return origin + at.target;
    if (reference[0] == '?') return origin + base_path + std::string(reference);
    const std::size_t path_end = std::min(reference.find_first_of("?#"), reference.size());
    const std::string path(reference.substr(0, path_end));
    const std::string whole = path[0] == '/' ? path : base_path.substr(0, base_path.rfind('/') + 1) + path;
    return origin + without_dots(whole) + std::string(reference.substr(path_end));
}

void require_private(std::string_view url) {
    const HttpUrl parts = parse_http_url(url);
    if (!parts.is_secure && !is_loopback(parts.host))
        refuse(url, "http:// is for loopback addresses only; use https://");
}

bool is_loopback(const std::string& host) {
    if (const auto address = IpAddress::parse(host)) return address->is_loopback();
    return Poco::icompare(host, std::string("localhost")) == 0;
}

std::string without_query(std::string_view url) {
    const std::size_t authority = url.find("://");
    const std::size_t user_end = url.substr(0, url.find_first_of("/?#", authority + 3)).rfind('@');
    const bool has_user = authority != std::string_view::npos && user_end != std::string_view::npos;
    const std::string_view cut = url.substr(0, url.find_first_of("?#"));
    if (!has_user || user_end > cut.size()) return printable(cut, 512);
    return printable(std::string(cut.substr(0, authority + 3)) + "…" + std::string(cut.substr(user_end)), 512);
}

}  // namespace errand
