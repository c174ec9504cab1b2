#include "runner/token_fetcher.hpp"

#include <algorithm>
#include <utility>

#include "base/error.hpp"

namespace errand {

namespace {

TokenRefusal::Reason reason_of(const CommandError& error) {
    return error.code() == ExitCode::state ? TokenRefusal::Reason::state : TokenRefusal::Reason::configuration;
}

}  // namespace

TokenFetcher::TokenFetcher(TokenProvider& provider, const Clock& clock, const Event& give_up)
    : provider_(provider), clock_(clock), give_up_(give_up) {
    thread_ = std::thread([this] { work(); });
}

TokenFetcher::~TokenFetcher() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    changed_.notify_one();
    give_up_.set();
    thread_.join();
    give_up_.reset();
}

void TokenFetcher::request(const ScopeDescription& scopes, Secret rejected) {
    {
        const std::lock_guard lock(mutex_);
        requests_.push_back({scopes, std::move(rejected)});
    }
    changed_.notify_one();
}

std::vector<SupervisorMessage> TokenFetcher::take_answers() {
    answered_.reset();
    const std::lock_guard lock(mutex_);
    return std::exchange(answers_, {});
}

void TokenFetcher::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return is_stopping_ || !requests_.empty(); });
        if (is_stopping_) return;
        const Request request = std::move(requests_.front());
        requests_.pop_front();
        lock.unlock();
        SupervisorMessage answer = fetch(request);
        lock.lock();
        answers_.push_back(std::move(answer));
        answered_.set();
    }
}

SupervisorMessage TokenFetcher::fetch(const Request& request) {
    using std::chrono::milliseconds;
    const std::string& resource_server = request.scopes.resource_server;
    try {
        if (!request.rejected.empty()) provider_.reject(request.rejected);
        const AccessToken token = provider_.token(request.scopes);
        const auto left = std::chrono::duration_cast<milliseconds>(token.renew_at - clock_.steady_now());
        return TokenGrant{resource_server, token.token,      provider_.client_id(),
                          token.scopes,    token.expires_at, std::max(left, milliseconds(0))};
    } catch (const CredentialsRefused& error) {
        return TokenRefusal{resource_server, TokenRefusal::Reason::credentials, error.what()};
    } catch (const ServiceUnreachable& error) {
        return TokenRefusal{resource_server, TokenRefusal::Reason::unreachable, error.what()};
    } catch (const CommandError& error) {
        return TokenRefusal{resource_server, reason_of(error), error.what()};
    } catch (const std::exception& error) {
        return TokenRefusal{resource_server, TokenRefusal::Reason::unreachable, error.what()};
    }
}

}  // namespace errand
