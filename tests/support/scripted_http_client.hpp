#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

#include "errand/http_client.hpp"

namespace errand::testing {

/// Gives the answers that it was told to give, in order, and keeps the requests.
class ScriptedHttpClient final : public HttpClient {
public:
    /// May throw in place of answering.
    using Answer = std::function<HttpResponse()>;

    ScriptedHttpClient& answers(int status, std::string body = {}, HttpHeaders headers = {}) {
        return does([=] { return HttpResponse{status, headers, body}; });
    }
    template <class Error>
    ScriptedHttpClient& throws(Error error) {
        return does([error]() -> HttpResponse { throw error; });
    }
    ScriptedHttpClient& does(Answer answer) {
        const std::lock_guard lock(mutex_);
        answers_.push_back(std::move(answer));
        return *this;
    }

    HttpResponse send(const HttpRequest& request) override { return next(request)(); }

    std::vector<HttpRequest> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

private:
    Answer next(const HttpRequest& request) {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
        if (answers_.empty()) throw std::logic_error("no answer is scripted for " + request.method + ' ' + request.url);
        Answer answer = std::move(answers_.front());
        answers_.pop_front();
        return answer;
    }

    mutable std::mutex mutex_;
    std::deque<Answer> answers_;
    std::vector<HttpRequest> requests_;
};

}  // namespace errand::testing
