#include "errand/answer/refusal_reason.hpp"

#include "errand/answer/authentication_challenge.hpp"

namespace errand {

std::string RefusalReason::message() const {
    if (scope.empty()) return description;
    return "it needs the scope '" + scope + '\'' + (description.empty() ? "" : "; ") + description;
}

std::optional<RefusalReason> refusal_reason(const HttpResponse& response) {
    if (response.status != 400 && response.status != 401 && response.status != 403) return std::nullopt;
    std::optional<RefusalReason> with_scope;
    for (const AuthenticationChallenge& challenge : authentication_challenges(response.headers)) {
        RefusalReason reason{challenge.find("error"), challenge.find("error_description"), challenge.find("scope")};
        if (!reason.error.empty()) return reason;
        if (!reason.scope.empty() && !with_scope) with_scope = std::move(reason);
    }
    return with_scope;
}

}  // namespace errand
