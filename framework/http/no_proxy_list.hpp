#pragma once

#include <string>
#include <vector>

#include "http/http_url.hpp"

namespace errand {

/// Which hosts are reached without a proxy. Loopback addresses always are.
///
/// Each entry is `*` for all; a domain, with or without a dot before it, for itself and what is below it; an IP
/// address; or a network such as `10.0.0.0/8`. A domain or address may end with `:port`, and then means that port only.
/// An entry that is none of these matches nothing.
class NoProxyList {
public:
    explicit NoProxyList(std::vector<std::string> entries) : entries_(std::move(entries)) {}

    bool contains(const HttpUrl& url) const;

private:
    std::vector<std::string> entries_;
};

}  // namespace errand
