#include "task/channel_authorizer.hpp"

#include <utility>

namespace errand {

ChannelAuthorizer::ChannelAuthorizer(TokenGrant first, Channel& channel, const Clock& clock)
    : channel_(channel), clock_(clock) {
    adopt(std::move(first));
}

std::string ChannelAuthorizer::header() const { return "Bearer " + std::string(current_.token.reveal()); }

void ChannelAuthorizer::adopt(TokenGrant grant) {
    renew_at_ = clock_.steady_now() + grant.renew_after;
    current_ = std::move(grant);
    is_rejected_ = false;
}

std::string ChannelAuthorizer::authorization_header() {
    const std::lock_guard lock(mutex_);
    if (is_rejected_)
        renew(current_.token);
    else if (clock_.steady_now() >= renew_at_)
        renew({});
    return header();
}

void ChannelAuthorizer::reject(std::string_view rejected_header) {
    const std::lock_guard lock(mutex_);
    if (rejected_header == header()) is_rejected_ = true;
}

void ChannelAuthorizer::renew(Secret rejected) {
    SupervisorMessage answer = channel_.ask({current_.resource_server, std::move(rejected)});
    if (auto* grant = std::get_if<TokenGrant>(&answer)) return adopt(std::move(*grant));
    if (const auto* refusal = std::get_if<TokenRefusal>(&answer)) {
        if (refusal->reason == TokenRefusal::Reason::unreachable) throw ServiceUnreachable(refusal->message);
        throw CredentialsRefused(refusal->message);
    }
    throw ProtocolError("the supervisor answered a token request with something else");
}

std::string ChannelAuthorizer::client_id() const {
    const std::lock_guard lock(mutex_);
    return current_.client_id;
}

std::string ChannelAuthorizer::resource_server() const {
    const std::lock_guard lock(mutex_);
    return current_.resource_server;
}

std::string ChannelAuthorizer::scopes() const {
    const std::lock_guard lock(mutex_);
    return current_.scopes;
}

std::chrono::system_clock::time_point ChannelAuthorizer::expires_at() const {
    const std::lock_guard lock(mutex_);
    return current_.expires_at;
}

}  // namespace errand
