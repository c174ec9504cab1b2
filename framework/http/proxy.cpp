#include "http/proxy.hpp"

#include <Poco/Base64Encoder.h>
#include <Poco/Exception.h>
#include <Poco/String.h>
#include <Poco/URI.h>

#include <algorithm>
#include <sstream>

#include "base/error.hpp"
#include "base/logger.hpp"
#include "errand/error.hpp"

namespace errand {

namespace {

constexpr std::uint16_t kUsualPort = 1080;
constexpr std::string_view kScheme = "http://";

/// Splits at blanks and commas.
std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c != ',' && c != ' ' && c != '\t')
            parts.back() += c;
        else if (!parts.back().empty())
            parts.emplace_back();
    }
    if (parts.back().empty()) parts.pop_back();
    return parts;
}

std::string percent_decoded(std::string_view text) {
    std::string decoded;
    try {
        Poco::URI::decode(std::string(text), decoded);
    } catch (const Poco::Exception&) {
        throw Error("its user name or password is not percent-encoded");
    }
    return decoded;
}

std::string basic_authorization(std::string_view user, const Secret& password) {
    const std::string decoded = std::string(user) + ':' + std::string(password.reveal());
    std::ostringstream encoded;
    encoded << "Basic ";
    Poco::Base64Encoder encoder(encoded);
    encoder.rdbuf()->setLineLength(0);
    encoder << decoded;
    encoder.close();
    return encoded.str();
}

/// Without the words of parse_http_url(), which show the text: a password with a slash in it would be taken for a host.
HttpUrl parse_address(std::string_view host_and_port) {
    try {
        return parse_http_url(std::string(kScheme) + std::string(host_and_port));
    } catch (const Error&) {
        throw Error("it has no host and port that can be read");
    }
}

/// \throws Error with a half-sentence that shows nothing of the URL.
Proxy parse(std::string_view url) {
    const std::size_t scheme_end = url.find("://");
    if (scheme_end != std::string_view::npos) {
        if (Poco::icompare(std::string(url.substr(0, scheme_end + 3)), std::string(kScheme)) != 0)
            throw Error("it is not one of http://");
        url.remove_prefix(kScheme.size());
    }
    url = url.substr(0, url.find_first_of("/?#"));
    Proxy proxy;
    if (const std::size_t at = url.rfind('@'); at != std::string_view::npos) {
        const std::string_view user_info = url.substr(0, at);
        const std::string_view user = user_info.substr(0, user_info.find(':'));
        const std::string_view password = user_info.substr(std::min(user_info.size(), user.size() + 1));
        proxy.password = Secret(percent_decoded(password));
        proxy.authorization = Secret(basic_authorization(percent_decoded(user), proxy.password));
        url.remove_prefix(at + 1);
    }
    proxy.address = parse_address(url);
    if (proxy.address.authority == proxy.address.host || proxy.address.authority.ends_with(']'))
        proxy.address.port = kUsualPort;
    return proxy;
}

}  // namespace

ProxySettings proxy_from_environment(const EnvironmentLookup& environment) {
    ProxySettings settings;
    for (const char* name : {"ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"})
        if (const auto url = environment(name); url && !url->empty()) {
            settings.url = Secret(*url);
            settings.origin = name;
        }
    for (const char* name : {"NO_PROXY", "no_proxy"})
        if (const auto hosts = environment(name); hosts && !hosts->empty()) settings.no_proxy = split(*hosts);
    return settings;
}

std::optional<Proxy> parse_proxy(const ProxySettings& settings) {
    if (settings.url.empty()) return std::nullopt;
    try {
        return parse(settings.url.reveal());
    } catch (const Error& error) {
        throw CommandError(ExitCode::configuration,
                           "the proxy of " + settings.origin + " cannot be used: " + error.what() +
                               "; write http://host:port or http://user:password@host:port, with what is special in "
                               "user and password percent-encoded");
    }
}

std::string without_credentials(std::string_view proxy_url) {
    const std::size_t scheme_end = proxy_url.find("://");
    const std::size_t start = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
    const std::size_t at = proxy_url.rfind('@');
    if (at == std::string_view::npos || at < start) return printable(proxy_url, 512);
    return printable(std::string(proxy_url.substr(0, start)) + "…" + std::string(proxy_url.substr(at)), 512);
}

}  // namespace errand
