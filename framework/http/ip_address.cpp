#include "http/ip_address.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace errand {

std::optional<IpAddress> IpAddress::parse(const std::string& text) {
    IpAddress address;
    if (::inet_pton(AF_INET, text.c_str(), address.bytes_.data()) == 1)
        address.size_ = 4;
    else if (::inet_pton(AF_INET6, text.c_str(), address.bytes_.data()) == 1)
        address.size_ = 16;
    else
        return std::nullopt;
    return address;
}

bool IpAddress::is_loopback() const {
    if (size_ == 4) return bytes_[0] == 127;
    return bytes_[15] == 1 &&
           std::all_of(bytes_.begin(), bytes_.end() - 1, [](unsigned char byte) { return byte == 0; });
}

bool IpAddress::is_in(const IpAddress& network, std::size_t bits) const {
    if (network.size_ != size_ || bits > size_ * 8) return false;
    const std::size_t whole = bits / 8;
    if (!std::equal(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(whole), network.bytes_.begin()))
        return false;
    const std::size_t rest = bits % 8;
    return rest == 0 || (bytes_[whole] ^ network.bytes_[whole]) >> (8 - rest) == 0;
}

}  // namespace errand
