#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace errand {

/// An IPv4 or IPv6 address.
class IpAddress {
public:
    /// Nothing if `text` is none: `192.0.2.1`, `2001:db8::1`, without brackets and zone. Source: inet_pton(3).
    static std::optional<IpAddress> parse(const std::string& text);

    /// 127.0.0.0/8 or ::1.
    bool is_loopback() const;
    /// Whether the first `bits` are those of `network`, an address of the same family. More bits than there are is
    /// false.
    bool is_in(const IpAddress& network, std::size_t bits) const;

    friend bool operator==(const IpAddress&, const IpAddress&) = default;

private:
    /// As in a packet; an IPv4 address takes four.
    std::array<unsigned char, 16> bytes_ = {};
    std::size_t size_ = 0;
};

}  // namespace errand
