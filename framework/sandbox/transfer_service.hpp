#pragma once

#include <atomic>
#include <string>

#include "sandbox/endpoint_catalog.hpp"
#include "sandbox/message.hpp"
#include "sandbox/token_table.hpp"

namespace errand {

/// Answers what is asked of Globus Transfer.
///
/// Thread-safety: all members may be called concurrently.
class TransferService {
public:
    /// Lifetime: `tokens` and `endpoints` outlive it.
    TransferService(const TokenTable& tokens, const EndpointCatalog& endpoints)
        : tokens_(tokens), endpoints_(endpoints) {}

    /// `GET /v0.10/endpoint_search`: pages of at most 100, and 1000 results in all.
    HttpResponse endpoint_search(const SandboxRequest& request);
    /// `GET /v0.10/endpoint/<id>`.
    HttpResponse get_endpoint(const SandboxRequest& request);

    /// Whether the token of `request` has all that the scope string `scopes` names, down to the last dependency. True
    /// also of a token that will not do at all, since that is what is to be said first.
    bool has_consent(const SandboxRequest& request, const std::string& scopes) const;
    /// The failure of a token that has not.
    HttpResponse consent_required(const std::string& scopes, const SandboxRequest& request);

    /// A failure in the shape of Globus Transfer: `{"code", "message", "request_id", "resource"}`.
    HttpResponse failure(int status, const std::string& code, const std::string& message, const SandboxRequest& request,
                         Value::Map more = {});

private:
    std::optional<IssuedToken> token_of(const SandboxRequest& request) const;
    /// The answer to a request whose token will not do.
    std::optional<HttpResponse> refuse(const SandboxRequest& request);

    const TokenTable& tokens_;
    const EndpointCatalog& endpoints_;
    std::atomic<unsigned> failures_ = 0;
};

}  // namespace errand
