#include "runner/token_fetcher.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include "base/error.hpp"
#include "base/event.hpp"

namespace errand {

namespace {

TokenRefusal::Reason reason_of(const CommandError& error) {
    return error.code() == ExitCode::state ? TokenRefusal::Reason::state : TokenRefusal::Reason::configuration;
}

}  // namespace

/// What the fetcher and its thread share.
class TokenFetcher::Work {
public:
    Work(TokenProvider& provider, const Clock& clock) : provider_(provider), clock_(clock) {}

    void add(const ScopeDescription& scopes, Secret rejected) {
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back({scopes, std::move(rejected)});
        }
        changed_.notify_one();
    }

    void stop() {
        {
            const std::lock_guard lock(mutex_);
            is_stopping_ = true;
        }
        changed_.notify_one();
    }

    int descriptor() const { return answered_.descriptor(); }

    std::vector<SupervisorMessage> take_answers() {
        answered_.reset();
        const std::lock_guard lock(mutex_);
        return std::exchange(answers_, {});
    }

    void run() {
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

private:
    struct Request {
        ScopeDescription scopes;
        Secret rejected;
    };

    SupervisorMessage fetch(const Request& request);

    TokenProvider& provider_;
    const Clock& clock_;
    const Event answered_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Request> requests_;
    std::vector<SupervisorMessage> answers_;
    bool is_stopping_ = false;
};

TokenFetcher::TokenFetcher(TokenProvider& provider, const Clock& clock, BackgroundWork& background)
    : work_(std::make_shared<Work>(provider, clock)) {
    background.start([work = work_] { work->run(); });
}

TokenFetcher::~TokenFetcher() { work_->stop(); }

void TokenFetcher::request(const ScopeDescription& scopes, Secret rejected) { work_->add(scopes, std::move(rejected)); }

int TokenFetcher::descriptor() const { return work_->descriptor(); }

std::vector<SupervisorMessage> TokenFetcher::take_answers() { return work_->take_answers(); }

SupervisorMessage TokenFetcher::Work::fetch(const Request& request) {
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
