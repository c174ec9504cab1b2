#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "errand/secret.hpp"

namespace errand::mail {

enum class Tls {
    /// From the first byte.
    implicit,
    /// Asked for in the clear, before anything that matters is said.
    starttls,
    /// None: loopback only.
    none
};

struct MailServer {
    std::string host;
    std::uint16_t port = 587;
    Tls tls = Tls::starttls;
    /// Who to log in as; empty for nobody.
    std::string user = {};
    Secret password = {};
    /// The authorities that the server's certificate may be of; those of the system when empty.
    std::string ca_file = {};
};

/// Who a mail is from and for, and all of it.
struct Delivery {
    std::string sender;
    std::vector<std::string> recipients;
    std::string mail;
};

/// Hands a mail to a server, to all recipients or to none.
/// \param patience for all of it
/// \param is_cancelled asked about once a second
/// \returns what the server said at the end: `250 2.0.0 Ok: queued as 4RZ`
/// \throws ServiceUnreachable if it cannot be reached, or refuses for the time being (4xx); CredentialsRefused if it
/// does not take the user or the password; Cancelled; Error if it refuses for good, or does not offer what is asked
/// for.
std::string deliver(const MailServer& server, const Delivery& delivery, std::chrono::milliseconds patience,
                    const std::function<bool()>& is_cancelled);

}  // namespace errand::mail
