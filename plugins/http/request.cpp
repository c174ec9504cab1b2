#include "request.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "errand/answer/excerpt.hpp"
#include "errand/answer/media_type.hpp"
#include "errand/answer/refusal_reason.hpp"
#include "errand/answer/visible.hpp"
#include "errand/files/new_file.hpp"
#include "errand/json.hpp"
#include "expected_status.hpp"
#include "json_pointer.hpp"
#include "make_request.hpp"

namespace errand::http {

namespace {

/// Bytes of a body that go into a report.
constexpr std::size_t kMostPutOut = std::size_t{64} * 1024;

/// By the names under which their values are put out.
using Pointers = std::map<std::string, JsonPointer>;

Pointers pointers_of(const Parameters& parameters) {
    Pointers pointers;
    if (!parameters.has("outputs")) return pointers;
    for (const auto& [name, pointer] : parameters.map("outputs")) {
        if (!pointer.is_text())
            throw ValueError("the output '" + name + "' is " + pointer.kind() + ", expected a JSON Pointer");
        pointers.emplace(name, pointer.text());
    }
    return pointers;
}

/// Whose token signs the request; nothing where the job names no scopes.
std::optional<std::string> signing_server(const TaskFacts& facts, const HttpRequest& request) {
    const std::vector<std::string> servers = facts.resource_servers();
    std::optional<std::string> server = servers.empty() ? std::nullopt : std::optional(servers.front());
    if (facts.parameters().has("resource_server")) {
        const std::string& wanted = facts.parameters().text("resource_server");
        if (std::find(servers.begin(), servers.end(), wanted) == servers.end())
            throw ValueError("the job names no scopes at the resource server '" + wanted +
                             "'; add them to 'scopes' of the task");
        server = wanted;
    } else if (servers.size() > 1) {
        throw ValueError(
            "the job names scopes at several resource servers; say with 'resource_server' which of them "
            "the request is for");
    }
    if (server && request.headers.find("Authorization"))
        throw ValueError(
            "the request is signed with a token, since the job names scopes; leave the header "
            "Authorization out");
    return server;
}

/// The URL without what is not for everybody: a query may hold it.
std::string shown(std::string_view url) { return visible(url.substr(0, url.find_first_of("?#")), 500); }

/// `GET https://api.example.org/items answered 404`.
std::string say_answer(const HttpRequest& request, const HttpResponse& response) {
    return request.method + ' ' + shown(request.url) + " answered " + std::to_string(response.status);
}

/// Why the service refuses, for a message; may be empty. A page for a browser says less than a challenge does.
std::string say_reason(const HttpResponse& response) {
    const bool is_for_programs = !response.body.empty() && media_type(response) != "text/html";
    const auto reason = is_for_programs ? std::nullopt : refusal_reason(response);
    if (!reason) return excerpt(response.body);
    const std::string error = excerpt(reason->error);
    const std::string message = excerpt(reason->message());
    return error + (error.empty() || message.empty() ? "" : ": ") + message;
}

[[noreturn]] void refuse_status(const HttpRequest& request, const HttpResponse& response,
                                const ExpectedStatus& expected) {
    std::string message = say_answer(request, response) + ", expected " + expected.text();
    if (const std::string reason = say_reason(response); !reason.empty()) message += ": " + reason;
    if (response.status == 401 && request.authorizer) throw CredentialsRefused(message);
    if (response.status == 429 || response.status >= 500) throw ServiceUnreachable(message);
    throw Error(message);
}

/// The values that are asked for; `answer` begins the messages.
Value::Map values_in(const std::string& body, const Pointers& pointers, const std::string& answer) {
    Value::Map values;
    if (pointers.empty()) return values;
    Value document;
    try {
        document = parse_json(body);
    } catch (const JsonError& error) {
        throw Error(answer + " with a body that is " + error.what() + "; 'outputs' points into JSON only");
    }
    for (const auto& [name, pointer] : pointers) {
        const Value* found = pointer.find(document);
        if (found == nullptr)
            throw Error(answer + " without the output '" + name + "': nothing is at '" + pointer.text() + "'");
        values.emplace(name, *found);
    }
    return values;
}

/// By name in lower case; those that are there several times as one list. Cookies are credentials.
Value::Map put_out_form(const HttpHeaders& headers) {
    std::map<std::string, std::string> joined;
    for (const auto& [name, value] : headers) {
        std::string key = name;
        std::transform(key.begin(), key.end(), key.begin(), [](unsigned char c) { return std::tolower(c); });
        if (key == "set-cookie") continue;
        const auto [place, is_new] = joined.emplace(key, value);
        if (!is_new) place->second += ", " + value;
    }
    return {joined.begin(), joined.end()};
}

void put_out_body(TaskContext& context, const std::string& body) {
    const std::string_view kept = beginning_of(body, kMostPutOut);
    if (kept.size() < body.size())
        context.log(LogLevel::warning, "the output 'body' has only the beginning of the " +
                                           std::to_string(body.size()) + " bytes; 'save_to' keeps all");
    context.set_output("body", kept);
}

}  // namespace

TaskDescription Request::describe() {
    return TaskDescription("request", "Send a request to any HTTP API, signed where the job names scopes")
        .takes_parameter("method", Type::text, "The request method", "GET")
        .one_of({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
        .requires_parameter("url", Type::url, "Where to send it; http:// is for loopback addresses only")
        .takes_parameter("headers", Type::map, "Header fields by name")
        .takes_parameter("body", Type::text, "What to send")
        .takes_parameter("json", Type::any, "What to send as JSON, in place of body")
        .takes_parameter("resource_server", Type::text, "Whose token signs it; needed if scopes names several")
        .takes_parameter("idempotent", Type::boolean, "Whether a POST or PATCH may be sent again after a failure",
                         false)
        .takes_parameter("follow_redirects", Type::boolean, "Whether to go where the answer points", true)
        .takes_parameter("timeout", Type::duration, "When the answer must have come, all tries included")
        .takes_parameter("expected_status", Type::list, "Codes and classes such as 404 and 2xx; others are a failure",
                         Value::List{"2xx"})
        .takes_parameter("save_to", Type::path, "The file to keep the answer's body in")
        .takes_parameter("outputs", Type::map, "JSON Pointers into the answer, by the names of the values to put out")
        .puts_out("status", Type::integer, "The answer's status")
        .puts_out("headers", Type::map, "Its headers, by name in lower case, without cookies")
        .puts_out("body", Type::text, "Its body, of a long one the beginning; not if it is saved")
        .puts_out("values", Type::map, "What outputs asks for")
        // Not the file alone: another file takes its place.
        .writes_files({"{save_to}/.."});
}

Outcome Request::run(TaskContext& context) {
    const Parameters& parameters = context.parameters();
    // All that can be wrong in the job is found before anything is sent.
    const ExpectedStatus expected(parameters.list("expected_status"));
    const Pointers pointers = pointers_of(parameters);
    HttpRequest request = make_request(parameters);
    if (const auto server = signing_server(context, request)) request.authorizer = &context.authorizer(*server);
    std::optional<NewFile> file;
    if (parameters.has("save_to")) file.emplace(parameters.text("save_to"), context.run().run_id);

    const HttpResponse response = context.http().send(request);
    if (!expected.has(response.status)) refuse_status(request, response, expected);
    const std::string answer = say_answer(request, response);
    Value::Map values = values_in(response.body, pointers, answer);
    if (file)
        file->put_in_place(response.body);
    else
        put_out_body(context, response.body);
    context.set_output("status", response.status);
    context.set_output("headers", put_out_form(response.headers));
    context.set_output("values", std::move(values));
    return Outcome::success(answer);
}

std::string Request::preview(const TaskFacts& facts) const {
    const Parameters& parameters = facts.parameters();
    const ExpectedStatus expected(parameters.list("expected_status"));
    const Pointers pointers = pointers_of(parameters);
    const HttpRequest request = make_request(parameters);
    const auto server = signing_server(facts, request);
    std::string text = request.method + ' ' + shown(request.url);
    if (!request.body.empty()) text += " with " + std::to_string(request.body.size()) + " bytes";
    if (server) text += ", signed with a token for " + *server;
    text += "; expects " + expected.text();
    if (parameters.has("save_to")) text += ", and keeps the answer in " + parameters.text("save_to");
    return text;
}

}  // namespace errand::http
