#include "post.hpp"

#include <algorithm>
#include <chrono>
#include <string>

#include "errand/answer/excerpt.hpp"
#include "errand/json.hpp"
#include "signature.hpp"
#include "target.hpp"

namespace errand::webhook {

namespace {

/// Bytes of an answer that go into a report.
constexpr std::size_t kMostPutOut = std::size_t{64} * 1024;

/// Beyond any limit of the framework's, and near enough to be added to any time.
constexpr std::chrono::milliseconds kLongestTimeout = std::chrono::hours(24);

void add_body(HttpRequest& request, const Parameters& parameters) {
    if (parameters.has("text") && parameters.has("json"))
        throw ValueError("there are both 'text' and 'json'; give one of them");
    std::string type = "text/plain; charset=utf-8";
    if (parameters.has("text")) {
        request.body = parameters.text("text");
    } else if (parameters.has("json")) {
        request.body = to_json(parameters.at("json"));
        type = "application/json";
    }
    if (parameters.has("content_type")) type = parameters.text("content_type");
    if (!request.body.empty()) request.headers.add("Content-Type", type);
}

void add_signature(HttpRequest& request, const Parameters& parameters) {
    if (!parameters.has("signing_secret")) return;
    const Secret& key = parameters.secret("signing_secret");
    request.headers.add(parameters.text("signature_header"),
                        parameters.boolean("signed_time")
                            ? timed_signature(key, request.body, std::chrono::system_clock::now())
                            : body_signature(key, request.body));
}

/// The same for each attempt, so that who keeps the keys takes the request once.
std::string idempotency_key(const Parameters& parameters, const RunFacts& run) {
    return parameters.has("idempotency_key") ? parameters.text("idempotency_key") : run.run_id + '/' + run.task;
}

/// Without where it goes to.
HttpRequest make_request(const TaskFacts& facts) {
    const Parameters& parameters = facts.parameters();
    HttpRequest request;
    request.method = parameters.text("method");
    add_body(request, parameters);
    add_signature(request, parameters);
    if (const std::string key = idempotency_key(parameters, facts.run()); !key.empty())
        request.headers.add("Idempotency-Key", key);
    request.is_repeatable = parameters.boolean("idempotent");
    // Another place would get what is meant for this one, and a POST becomes a GET on the way.
    request.follows_redirects = false;
    if (parameters.has("timeout"))
        request.deadline = std::chrono::steady_clock::now() + std::min(parameters.duration("timeout"), kLongestTimeout);
    return request;
}

/// What the HTTP client throws names the URL.
HttpResponse send(HttpClient& http, const HttpRequest& request, const Target& target) try {
    return http.send(request);
} catch (const ServiceUnreachable& error) {
    throw ServiceUnreachable(target.without_secrets(error.what()));
} catch (const Cancelled&) {
    throw;
} catch (const Error& error) {
    throw Error(target.without_secrets(error.what()));
}

/// A dry run does not know where a secret URL leads to.
std::string previewed_title(const Parameters& parameters) {
    const bool is_secret = parameters.has("secret_url") && !parameters.has("url");
    return is_secret ? "the secret URL" : Target(parameters).title();
}

[[noreturn]] void refuse_status(int status, const std::string& answered, const std::string& body) {
    std::string message = answered + ", expected 2xx";
    if (const std::string reason = excerpt(body); !reason.empty()) message += ": " + reason;
    if (status == 429 || status >= 500) throw ServiceUnreachable(message);
    throw Error(message);
}

}  // namespace

TaskDescription Post::describe() {
    return TaskDescription("post", "Tell something to a webhook, whose URL may be secret")
        .takes_parameter("url", Type::url, "Where to post it; http:// is for loopback addresses only")
        .takes_parameter("secret_url", Type::text,
                         "Where that is, in place of url, if who knows the URL may post there")
        .is_secret()
        .takes_parameter("suffix", Type::text, "What is added to the URL, such as /fail")
        .takes_parameter("method", Type::text, "The request method", "POST")
        .one_of({"POST", "PUT", "PATCH"})
        .takes_parameter("json", Type::any, "What to tell, as JSON")
        .takes_parameter("text", Type::text, "What to tell, in place of json; nothing if there is neither")
        .takes_parameter("content_type", Type::text, "What kind of body that is, if not application/json or text/plain")
        .takes_parameter("signing_secret", Type::text, "The key with which the body is signed, by HMAC-SHA256")
        .is_secret()
        .takes_parameter("signature_header", Type::text, "The header with the signature", "X-Signature-256")
        .takes_parameter("signed_time", Type::boolean, "Whether the time is signed as well, as t=SECONDS,v1=HEX", false)
        .takes_parameter("idempotency_key", Type::text,
                         "The header Idempotency-Key; by default of the run and the task, and none if empty")
        .takes_parameter("idempotent", Type::boolean, "Whether it may be sent again after a failure", false)
        .takes_parameter("timeout", Type::duration, "When the answer must have come, all tries included")
        .puts_out("status", Type::integer, "The answer's status")
        .puts_out("body", Type::text, "Its body, of a long one the beginning");
}

Outcome Post::run(TaskContext& context) {
    // All that can be wrong in the job is found before anything is sent.
    const Target target(context.parameters());
    HttpRequest request = make_request(context);
    request.url = target.url();

    const HttpResponse response = send(context.http(), request, target);
    const std::string answered =
        request.method + " to " + target.title() + " was answered with " + std::to_string(response.status);
    const std::string body = target.without_secrets(response.body);
    if (!response.ok()) refuse_status(response.status, answered, body);
    context.set_output("status", response.status);
    context.set_output("body", beginning_of(body, kMostPutOut));
    return Outcome::success(answered);
}

std::string Post::preview(const TaskFacts& facts) const {
    const Parameters& parameters = facts.parameters();
    const HttpRequest request = make_request(facts);
    std::string text = request.method + " to " + previewed_title(parameters);
    if (const auto type = request.headers.find("Content-Type"))
        text += " with " + std::to_string(request.body.size()) + " bytes of " + *type;
    if (parameters.has("signing_secret")) text += ", signed in " + parameters.text("signature_header");
    return text;
}

}  // namespace errand::webhook
