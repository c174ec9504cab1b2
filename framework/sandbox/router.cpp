#include "sandbox/router.hpp"

#include "base/logger.hpp"

namespace errand {

namespace {

constexpr std::string_view kTransferPrefix = "/v0.10/";
constexpr std::string_view kEndpointPrefix = "/v0.10/endpoint/";

/// The route that `path` falls under: itself, or what all endpoint documents have in common.
std::string_view route_key(std::string_view path) { return path.starts_with(kEndpointPrefix) ? kEndpointPrefix : path; }

struct FailureText {
    int status;
    const char* transfer_code;
    const char* auth_code;
    const char* text;
};
constexpr FailureText kFailureTexts[] = {
    {401, "AuthenticationFailed", "UNAUTHORIZED", "Unauthorized"},
    {403, "PermissionDenied", "FORBIDDEN", "Forbidden"},
    {404, "ClientError.NotFound", "NOT_FOUND", "Not found"},
    {405, "ClientError.MethodNotAllowed", "METHOD_NOT_ALLOWED", "Method not allowed"},
    {413, "ClientError.RequestTooLarge", "REQUEST_TOO_LARGE", "Request too large"},
    {429, "ClientError.TooManyRequests", "TOO_MANY_REQUESTS", "Too many requests"},
    {503, "ServiceUnavailable", "SERVICE_UNAVAILABLE", "Service unavailable"},
};

FailureText failure_text(int status) {
    for (const FailureText& known : kFailureTexts)
        if (known.status == status) return known;
    return status < 500 ? FailureText{status, "BadRequest", "BAD_REQUEST", "Bad request"}
                        : FailureText{status, "InternalError", "INTERNAL_ERROR", "Internal error"};
}

}  // namespace

HttpResponse Router::answer(const SandboxRequest& request) {
    ++request_count_;
    wait_for_latency();
    const auto fault = faults_.take(request.method, request.path,
                                    [&](const std::string& scopes) { return transfer_.has_consent(request, scopes); });
    HttpResponse answer = fault ? failure(*fault, request) : route(request);
    log(request, answer.status);
    return answer;
}

HttpResponse Router::route(const SandboxRequest& request) {
    struct Route {
        std::string_view method;
        std::string_view path;
        HttpResponse (*serve)(Router& router, const SandboxRequest& request);
    };
    using R = Router;
    using Q = const SandboxRequest&;
    static constexpr Route kRoutes[] = {
        {"POST", "/v2/oauth2/token", [](R& router, Q asked) { return router.auth_.token(asked); }},
        {"POST", "/v2/oauth2/token/introspect", [](R& router, Q asked) { return router.auth_.introspect(asked); }},
        {"POST", "/v2/oauth2/token/revoke", [](R& router, Q asked) { return router.auth_.revoke(asked); }},
        {"GET", "/.well-known/openid-configuration",
         [](R& router, Q asked) { return router.auth_.openid_configuration(asked); }},
        {"GET", "/v0.10/endpoint_search", [](R& router, Q asked) { return router.transfer_.endpoint_search(asked); }},
        {"GET", kEndpointPrefix, [](R& router, Q asked) { return router.transfer_.get_endpoint(asked); }},
    };
    const std::string_view key = route_key(request.path);
    for (const Route& route : kRoutes) {
        if (route.path != key) continue;
        if (route.method == request.method) return route.serve(*this, request);
        HttpResponse answer = failure(405, request);
        answer.headers.add("Allow", std::string(route.method));
        return answer;
    }
    return failure(404, request);
}

HttpResponse Router::failure(const Fault& fault, const SandboxRequest& request) {
    return fault.required_scopes.empty() ? failure(fault.status, request)
                                         : transfer_.consent_required(fault.required_scopes, request);
}

HttpResponse Router::failure(int status, const SandboxRequest& request) {
    const FailureText text = failure_text(status);
    if (request.path.starts_with(kTransferPrefix))
        return transfer_.failure(status, text.transfer_code, text.text, request);
    return auth_.failure(status, text.auth_code, text.text, text.text);
}

void Router::wait_for_latency() {
    if (latency_.count() <= 0) return;
    std::unique_lock lock(stop_mutex_);
    stop_condition_.wait_for(lock, latency_, [this] { return is_stopped_; });
}

void Router::stop() {
    const std::lock_guard lock(stop_mutex_);
    is_stopped_ = true;
    stop_condition_.notify_all();
}

void Router::log(const SandboxRequest& request, int status) {
    if (!log_) return;
    const std::string line = printable(request.method + " " + request.path, 200) + " -> " + std::to_string(status);
    const std::lock_guard lock(log_mutex_);
    log_(line);
}

}  // namespace errand
