#pragma once

#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "errand/access_token_authorizer.hpp"
#include "errand/error.hpp"
#include "errand/http_client.hpp"
#include "errand/testing/answer_script.hpp"
#include "errand/testing/script_error.hpp"

namespace errand::testing {

/// An HttpClient that sends nothing: it gives scripted answers and keeps the requests.
///
/// It signs requests like the real one, and after a 401 renews once and repeats once, which takes another answer. It
/// does not retry, nor ask for wider scopes: an answer of 503 or 403 is what is left after that. A request takes the
/// next answer of the first on() that fits and has one left, or else of those given to answer() and its like.
/// Thread-safety: send() may be called concurrently; the script is written before.
class ScriptedHttpClient final : public HttpClient {
public:
    using Matcher = std::function<bool(const HttpRequest&)>;

    AnswerScript& answer(int status, std::string body,
                         HttpHeaders headers = HttpHeaders{{"Content-Type", "application/json"}}) {
        return in_order_.answer(status, std::move(body), std::move(headers));
    }
    AnswerScript& fail(std::string message) { return in_order_.fail(std::move(message)); }
    AnswerScript& answer_with(AnswerScript::Reply reply) { return in_order_.answer_with(std::move(reply)); }

    /// Answers for the requests that fit.
    /// Lifetime: the script is the client's.
    AnswerScript& on(Matcher matcher) {
        rules_.push_back({std::move(matcher), {}});
        return rules_.back().script;
    }
    /// Answers for one method and URL path, whatever the host and the query.
    AnswerScript& on(std::string method, std::string path) {
        return on([method = std::move(method), path = std::move(path)](const HttpRequest& request) {
            return request.method == method && path_of(request.url) == path;
        });
    }

    /// \throws ScriptError if no answer is left for the request, and what HttpClient::send() says.
    HttpResponse send(const HttpRequest& request) override {
        refuse_bad_url(request.url);
        if (request.authorizer == nullptr) return exchange(request, {});
        const std::string header = request.authorizer->authorization_header();
        HttpResponse response = exchange(request, header);
        if (response.status != 401) return response;
        request.authorizer->reject(header);
        return exchange(request, request.authorizer->authorization_header());
    }

    /// All requests so far as they would have been sent, with their `Authorization` headers, in order.
    std::vector<HttpRequest> requests() const {
        const std::lock_guard<std::mutex> lock(mutex_);
        return requests_;
    }
    /// How many scripted answers were not asked for.
    std::size_t answers_left() const {
        const std::lock_guard<std::mutex> lock(mutex_);
        std::size_t count = in_order_.left();
        for (const Rule& rule : rules_) count += rule.script.left();
        return count;
    }

    /// From now on send() throws Cancelled.
    void cancel() {
        const std::lock_guard<std::mutex> lock(mutex_);
        is_cancelled_ = true;
    }
    /// What went wrong with the script itself, also if the task caught the exception that said so.
    std::optional<ScriptError> script_error() const {
        const std::lock_guard<std::mutex> lock(mutex_);
        return script_error_;
    }

private:
    struct Rule {
        Matcher matcher;
        AnswerScript script;
    };

    HttpResponse exchange(HttpRequest request, const std::string& authorization) {
        if (!authorization.empty()) request.headers.add("Authorization", authorization);
        request.authorizer = nullptr;
        // Called without the lock, so that an answer may look at the client or cancel.
        return next_reply(request)(request);
    }

    AnswerScript::Reply next_reply(const HttpRequest& request) {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (is_cancelled_) throw Cancelled("the run asked the task to stop");
        requests_.push_back(request);
        for (Rule& rule : rules_)
            if (rule.script.left() > 0 && rule.matcher(request)) return rule.script.take();
        if (in_order_.left() > 0) return in_order_.take();
        script_error_.emplace("no scripted answer is left for request " + std::to_string(requests_.size()) + ", " +
                              request.method + " " + request.url);
        throw *script_error_;
    }

    static void refuse_bad_url(const std::string& url) {
        const auto starts_with = [&url](std::string_view start) { return url.compare(0, start.size(), start) == 0; };
        if (starts_with("https://") || starts_with("http://127.") || starts_with("http://localhost") ||
            starts_with("http://[::1]"))
            return;
        throw Error("'" + url + "' may not be used: it must start with https://, or be on a loopback address");
    }

    static std::string path_of(const std::string& url) {
        const std::size_t host = url.find("://");
        const std::size_t path = url.find('/', host == std::string::npos ? 0 : host + 3);
        if (path == std::string::npos) return "/";
        return url.substr(path, url.find_first_of("?#", path) - path);
    }

    mutable std::mutex mutex_;
    /// A list, since on() hands out references.
    std::list<Rule> rules_;
    AnswerScript in_order_;
    std::vector<HttpRequest> requests_;
    std::optional<ScriptError> script_error_;
    bool is_cancelled_ = false;
};

}  // namespace errand::testing
