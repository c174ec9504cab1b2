#include "http/redirecting_http_client.hpp"

#include <Poco/String.h>

#include <optional>

#include "errand/error.hpp"
#include "http/http_url.hpp"
#include "http/retry_policy.hpp"

namespace errand {

namespace {

constexpr int kMostRedirects = 5;

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

[[noreturn]] void refuse(const HttpRequest& request, const std::string& why) {
    throw ServiceUnreachable(request.method + ' ' + without_query(request.url) + ": " + why);
}

/// Without the fields that begin with `prefix`, whatever their case.
HttpHeaders without(const HttpHeaders& headers, const std::string& prefix) {
    HttpHeaders others;
    for (const auto& [name, value] : headers)
        if (Poco::icompare(name.substr(0, prefix.size()), prefix) != 0) others.add(name, value);
    return others;
}

void take_body_away(HttpRequest& request) {
    request.body.clear();
    request.headers = without(request.headers, "Content-");
}

/// The request that follows `request`, still to the old place; nothing when it may not follow.
std::optional<HttpRequest> follower(const HttpRequest& request, int status) {
    HttpRequest next = request;
    if (request.method == "GET" || request.method == "HEAD") return next;
    if (status == 303) {
        next.method = "GET";
        take_body_away(next);
        return next;
    }
    const bool keeps_method = status == 307 || status == 308;
    return keeps_method && is_repeatable(request) ? std::optional(next) : std::nullopt;
}

/// Nothing when the body would go to another origin.
std::optional<HttpRequest> redirected(const HttpRequest& request, int status, const std::string& target) {
    auto next = follower(request, status);
    if (!next) return next;
    next->url = target;
    if (parse_http_url(target).origin() == parse_http_url(request.url).origin()) return next;
    if (!next->body.empty()) return std::nullopt;
    next->authorizer = nullptr;
    next->headers = without(without(next->headers, "Authorization"), "Cookie");
    return next;
}

void require_safe(const HttpRequest& request, const std::string& target) {
    const bool was_secure = parse_http_url(request.url).is_secure;
    try {
        if (was_secure && !parse_http_url(target).is_secure)
            refuse(request, "it redirects to " + without_query(target) + ", which is not secure; use another URL");
        require_private(target);
    } catch (const ServiceUnreachable&) {
        throw;
    } catch (const Error& error) {
        refuse(request, std::string("it redirects to nowhere: ") + error.what());
    }
}

}  // namespace

HttpResponse RedirectingHttpClient::send(const HttpRequest& request) {
    HttpRequest current = request;
    for (int followed = 0;; ++followed) {
        HttpResponse response = inner_->send(current);
        const auto location = response.headers.find("Location");
        if (!request.follows_redirects || !is_redirect(response.status) || !location) return response;
        const std::string target = resolve_reference(current.url, *location);
        if (redirects_ == Redirects::refuse)
            refuse(current, "it redirects to " + without_query(target) + " (" + std::to_string(response.status) +
                                "), and what carries credentials follows no redirect; if that is the right place, "
                                "configure it");
        require_safe(current, target);
        auto next = redirected(current, response.status, target);
        if (!next) return response;
        if (followed == kMostRedirects)
            refuse(request, "redirected more than " + std::to_string(kMostRedirects) + " times; check the URL");
        current = std::move(*next);
    }
}

}  // namespace errand
