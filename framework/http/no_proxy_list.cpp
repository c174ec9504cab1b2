#include "http/no_proxy_list.hpp"

#include <Poco/String.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "http/ip_address.hpp"

namespace errand {

namespace {

std::optional<unsigned> parse_number(std::string_view digits) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

bool is_in_network(const IpAddress& address, const std::string& network) {
    const std::size_t slash = network.find('/');
    const auto base = IpAddress::parse(network.substr(0, slash));
    const auto bits = parse_number(std::string_view(network).substr(slash + 1));
    return base && bits && address.is_in(*base, *bits);
}

/// Takes `:port` off the end. An IPv6 address has a port only behind its brackets, which are taken off, too.
/// \returns nothing when there was none
std::optional<unsigned> take_port(std::string& entry) {
    const std::size_t colon = entry.rfind(':');
    const bool is_bracketed = entry.starts_with('[');
    const bool has_port =
        colon != std::string::npos && (is_bracketed ? entry[colon - 1] == ']' : entry.find(':') == colon);
    std::optional<unsigned> port;
    if (has_port) {
        constexpr unsigned kOfNothing = 0;
        port = parse_number(std::string_view(entry).substr(colon + 1)).value_or(kOfNothing);
        entry.erase(colon);
    }
    if (is_bracketed && entry.ends_with(']')) entry = entry.substr(1, entry.size() - 2);
    return port;
}

bool is_below(const std::string& host, const std::string& domain) {
    if (host.size() == domain.size()) return host == domain;
    return host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.';
}

bool matches(const HttpUrl& url, std::string entry) {
    if (entry == "*") return true;
    const auto address = IpAddress::parse(url.host);
    if (entry.find('/') != std::string::npos) return address && is_in_network(*address, entry);
    const auto port = take_port(entry);
    if (port && *port != url.port) return false;
    if (address) return IpAddress::parse(entry) == address;
    if (entry.starts_with('.')) entry.erase(0, 1);
    return !entry.empty() && is_below(Poco::toLower(url.host), Poco::toLower(entry));
}

}  // namespace

bool NoProxyList::contains(const HttpUrl& url) const {
    return is_loopback(url.host) ||
           std::any_of(entries_.begin(), entries_.end(), [&](const std::string& entry) { return matches(url, entry); });
}

}  // namespace errand
