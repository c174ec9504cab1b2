// Fields of an answer's head that lead somewhere.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "errand/answer/authentication_challenge.hpp"
#include "errand/answer/refusal_reason.hpp"
#include "errand/error.hpp"
#include "errand/testing/fake_authorizer.hpp"
#include "fuzz/fuzz_target.hpp"
#include "fuzz/targets.hpp"
#include "http/http_url.hpp"
#include "http/redirecting_http_client.hpp"

namespace errand::fuzz {

namespace {

/// The first line of `rest`, which is taken off.
std::string take_line(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string line(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
}

/// A field that means `challenge`.
std::string written(const AuthenticationChallenge& challenge) {
    std::string field = challenge.scheme + ' ' + challenge.token68;
    const char* separator = "";
    for (const auto& [name, value] : challenge.parameters) {
        field.append(separator).append(name).append("=\"");
        for (const char c : value) field.append(c == '"' || c == '\\' ? "\\" : "").push_back(c);
        field += '"';
        separator = ",";
    }
    return field;
}

void require_same(const AuthenticationChallenge& challenge) {
    const std::string field = written(challenge);
    constexpr std::size_t kSurelyRead = 4096;
    if (field.size() > kSurelyRead) return;
    const auto again = authentication_challenges({{"WWW-Authenticate", field}});
    require(again.size() == 1 && again[0].scheme == challenge.scheme && again[0].token68 == challenge.token68 &&
                again[0].parameters == challenge.parameters,
            "a challenge means the same when it is read again");
}

/// Answers the first request with a redirect, and keeps all.
class OneRedirect final : public HttpClient {
public:
    OneRedirect(std::string location, std::vector<HttpRequest>& requests)
        : location_(std::move(location)), requests_(requests) {}

    HttpResponse send(const HttpRequest& request) override {
        requests_.push_back(request);
        return requests_.size() == 1 ? HttpResponse{302, {{"Location", location_}}, {}} : HttpResponse{200, {}, {}};
    }

private:
    const std::string location_;
    std::vector<HttpRequest>& requests_;
};

bool has_no_controls(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; });
}

bool is_private(const std::string& url) {
    try {
        require_private(url);
        return true;
    } catch (const Error&) {
        return false;
    }
}

/// What is sent where the answer of `url` is a redirect.
std::vector<HttpRequest> requests_for(const std::string& url, const std::string& location,
                                      AccessTokenAuthorizer& authorizer) {
    std::vector<HttpRequest> requests;
    RedirectingHttpClient client(std::make_unique<OneRedirect>(location, requests), Redirects::follow);
    HttpRequest request;
    request.url = url;
    request.headers.add("Authorization", "Basic eDp5");
    request.authorizer = &authorizer;
    try {
        client.send(request);
    } catch (const ServiceUnreachable& error) {
        require(has_no_controls(error.what()), "a message is one printable line");
    }
    return requests;
}

}  // namespace

void www_authenticate_fields(std::string_view input) {
    HttpResponse response{401, {}, {}};
    while (!input.empty()) response.headers.add("WWW-Authenticate", take_line(input));
    for (const AuthenticationChallenge& challenge : authentication_challenges(response.headers)) {
        require(!challenge.scheme.empty(), "a challenge has a scheme");
        require(challenge.token68.empty() || challenge.parameters.empty(), "a challenge has a token or parameters");
        require_same(challenge);
    }
    if (const auto reason = refusal_reason(response))
        require(!reason->error.empty() || !reason->message().empty(), "a refusal says something");
}

void location_field(std::string_view input) {
    const std::string url = take_line(input);
    if (!is_private(url)) return;
    const HttpUrl asked = parse_http_url(url);
    require(!asked.host.empty() && asked.target.front() == '/', "a URL has a host and a target");
    testing::FakeAuthorizer authorizer("api.example.org");
    for (const HttpRequest& request : requests_for(url, std::string(input), authorizer)) {
        require(is_private(request.url), "credentials are never sent in the clear");
        const HttpUrl next = parse_http_url(request.url);
        require(next.is_secure || !asked.is_secure, "what was secure stays so");
        const bool is_signed = request.authorizer || request.headers.find("Authorization");
        require(!is_signed || next.origin() == asked.origin(), "credentials go to one origin only");
    }
}

}  // namespace errand::fuzz
