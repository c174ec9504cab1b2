#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "errand/http_client.hpp"

namespace errand {

/// A way in which a service wants to be asked, from a field WWW-Authenticate. The service's words, so neither trusted
/// nor printable.
struct AuthenticationChallenge {
    /// In lower case, since its case says nothing: `bearer`.
    std::string scheme;
    /// Instead of parameters; empty where there is none.
    std::string token68 = {};
    /// By their names in lower case, without the quotes and escapes of their values.
    std::map<std::string, std::string, std::less<>> parameters = {};

    /// The parameter called `name`, which is in lower case; empty where there is none.
    std::string find(std::string_view name) const;
};

/// The challenges of all fields WWW-Authenticate, in their order. Never throws.
///
/// A field that breaks the grammar anywhere has none, and so has one of more than 8 KiB: where a challenge in it ends
/// would be a guess.
/// Source: RFC 9110 sections 5.6, 11.2, 11.3 and 11.6.1.
std::vector<AuthenticationChallenge> authentication_challenges(const HttpHeaders& headers);

}  // namespace errand
