#include "task/channel_authorizer.hpp"

#include <algorithm>
#include <utility>

namespace errand {

namespace {

/// Bytes that the scopes asked for may fill in a message for people.
constexpr std::size_t kLongText = 2000;

}  // namespace

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

std::variant<TokenGrant, TokenRefusal> ChannelAuthorizer::ask(Secret rejected,
                                                              const std::vector<std::string>& asked_scopes) {
    SupervisorMessage answer = channel_.ask(TokenRequest{current_.resource_server, std::move(rejected), asked_scopes});
    if (auto* grant = std::get_if<TokenGrant>(&answer)) return std::move(*grant);
    if (auto* refusal = std::get_if<TokenRefusal>(&answer)) return std::move(*refusal);
    throw ProtocolError("the supervisor answered a token request with something else");
}

void ChannelAuthorizer::renew(Secret rejected) {
    auto answer = ask(std::move(rejected), wider_scopes_);
    if (auto* grant = std::get_if<TokenGrant>(&answer)) return adopt(std::move(*grant));
    const auto& refusal = std::get<TokenRefusal>(answer);
    if (refusal.reason == TokenRefusal::Reason::unreachable) throw ServiceUnreachable(refusal.message);
    throw CredentialsRefused(refusal.message);
}

bool ChannelAuthorizer::widen(const std::vector<std::string>& scopes) {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> wider = wider_scopes_;
    std::string news;
    for (const std::string& scope : scopes) {
        if (std::find(wider.begin(), wider.end(), scope) != wider.end()) continue;
        wider.push_back(scope);
        news += (news.empty() ? "" : " ") + scope;
    }
    if (news.empty()) return true;
    if (refused_scopes_.count(news) > 0) return false;
    auto answer = ask({}, wider);
    const std::string subject = current_.resource_server + " asked for consent to " + printable(news, kLongText);
    if (auto* grant = std::get_if<TokenGrant>(&answer)) {
        wider_scopes_ = std::move(wider);
        adopt(std::move(*grant));
        log(LogLevel::info, subject + ", and the task's token has it now");
        return true;
    }
    const auto& refusal = std::get<TokenRefusal>(answer);
    if (refusal.reason != TokenRefusal::Reason::unreachable) refused_scopes_.insert(news);
    log(LogLevel::warning, subject + ", which it did not get: " + refusal.message);
    return false;
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
