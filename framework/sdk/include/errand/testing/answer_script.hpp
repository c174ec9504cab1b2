#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <utility>

#include "errand/error.hpp"
#include "errand/http_client.hpp"

namespace errand::testing {

/// Answers to HTTP requests, given in order.
class AnswerScript {
public:
    using Reply = std::function<HttpResponse(const HttpRequest&)>;

    /// An answer, as JSON unless the headers say otherwise.
    AnswerScript& answer(int status, std::string body,
                         HttpHeaders headers = HttpHeaders{{"Content-Type", "application/json"}}) {
        return answer_with([response = HttpResponse{status, std::move(headers), std::move(body)}](const HttpRequest&) {
            return response;
        });
    }
    /// No answer: the request throws ServiceUnreachable with this message.
    AnswerScript& fail(std::string message) {
        return answer_with(
            [message = std::move(message)](const HttpRequest&) -> HttpResponse { throw ServiceUnreachable(message); });
    }
    /// Whatever `reply` makes of the request. What it throws comes out of HttpClient::send().
    AnswerScript& answer_with(Reply reply) {
        replies_.push_back(std::move(reply));
        return *this;
    }
    /// Once the other answers are used up, the last one is given for ever.
    void repeat() { is_repeating_ = true; }

    /// How many answers were not asked for yet. One that repeats always counts.
    std::size_t left() const { return replies_.size(); }

    /// The next answer; there must be one left.
    Reply take() {
        Reply reply = replies_.front();
        if (replies_.size() > 1 || !is_repeating_) replies_.pop_front();
        return reply;
    }

private:
    std::deque<Reply> replies_;
    bool is_repeating_ = false;
};

}  // namespace errand::testing
