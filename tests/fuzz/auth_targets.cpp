#include "auth/introspection_response.hpp"
#include "auth/oauth_error.hpp"
#include "auth/server_metadata.hpp"
#include "auth/token_response.hpp"
#include "base/logger.hpp"
#include "errand/json.hpp"
#include "fuzz/fuzz_target.hpp"
#include "fuzz/targets.hpp"
#include "http/http_url.hpp"
#include "job/scope.hpp"
#include "task/required_scopes.hpp"

namespace errand::fuzz {

namespace {

const Clock::CalendarTime kNow = Clock::CalendarTime(std::chrono::seconds(1'764'000'000));
constexpr std::string_view kShownTime = "2026-03-01T06:00:00Z";
const Clock::SteadyTime kSteadyNow = Clock::SteadyTime(std::chrono::hours(1));

}  // namespace

void token_response(std::string_view input) {
    try {
        const TokenResponse response = TokenResponse::parse(input, kNow, kSteadyNow);
        require(!response.tokens().empty(), "a token response has a token");
        for (const AccessToken& token : response.tokens()) {
            require(!token.token.empty(), "a token is not empty");
            require(token.token.reveal().find_first_of("\r\n") == std::string_view::npos, "a token fits a header");
            require(token.expires_at >= kNow, "a token was not over before it was there");
            require(token.renew_at <= kSteadyNow + (token.expires_at - kNow), "a token is renewed before it is over");
        }
    } catch (const BadTokenResponse&) {
        return;
    }
}

void server_metadata(std::string_view input) {
    for (const EndpointsFor client : {EndpointsFor::any_client, EndpointsFor::client_with_certificate}) {
        try {
            const ServerMetadata metadata = parse_server_metadata(input, "https://auth.example", client);
            require(!metadata.token_endpoint.empty(), "a server has a token endpoint");
            for (const std::string& url :
                 {metadata.token_endpoint, metadata.introspection_endpoint, metadata.revocation_endpoint})
                if (!url.empty()) parse_http_url(url);
        } catch (const BadServerMetadata&) {
            continue;
        }
    }
}

void oauth_error_body(std::string_view input) {
    HttpResponse response;
    response.status = 400;
    response.body = input;
    oauth_error(response);
}

void introspection_response(std::string_view input) {
    const auto answer = parse_introspection_response(input);
    if (!answer) return;
    require(answer->find("active")->is_boolean(), "an answer says whether the token is active");
    for (const auto& [name, member] : answer->map())
        if (const auto time = introspected_time(name, member))
            require(format_utc(*time).size() == kShownTime.size(), "a time can be shown");
    const Secret token("zoken-1");
    require(to_json(without_token(*answer, token)).find(token.reveal()) == std::string::npos, "no token is repeated");
}

void required_scopes_body(std::string_view input) {
    HttpResponse response{403, {{"Content-Type", "application/json"}}, std::string(input)};
    const bool asks = !required_scopes(response).empty();
    require(!asks || parse_json(input).find("code")->text() == "ConsentRequired", "who asks for scopes says so");
    response.status = 404;
    require(required_scopes(response).empty(), "only a 403 asks for scopes");
}

void json_text(std::string_view input) {
    Value value;
    try {
        value = parse_json(input);
    } catch (const JsonError&) {
        return;
    }
    for (const JsonStyle style : {JsonStyle::compact, JsonStyle::indented}) {
        const std::string text = to_json(value, style);
        require(to_json(parse_json(text), style) == text, "JSON that errand wrote means the same when it is read");
    }
}

void scopes(std::string_view input) {
    try {
        const std::vector<Scope> parsed = parse_scopes(input);
        require(parse_scopes(to_string(parsed)) == parsed, "a list of scopes means the same when it is read again");
        require(merged(parsed, parsed) == parsed, "a list of scopes has all of itself");
    } catch (const ScopeSyntaxError&) {
        return;
    }
}

}  // namespace errand::fuzz
