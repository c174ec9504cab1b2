#pragma once

#include <string>
#include <vector>

#include "auth/form_request.hpp"
#include "errand/secret.hpp"

namespace errand {

/// Shows a server's words, but not what the server was sent and may have put into them.
class EchoGuard {
public:
    /// \param sent the signed request  \param proof what it was signed with
    EchoGuard(const FormRequest& sent, const Secret& proof);

    /// On one line, not too long, and with `***` for every form in which the secret was sent.
    std::string shown(std::string words) const;

private:
    std::vector<Secret> hidden_;
};

}  // namespace errand
