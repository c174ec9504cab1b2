#include "runner/asked_scopes.hpp"

#include <algorithm>

#include "base/logger.hpp"
#include "job/scope_widening.hpp"

namespace errand {

namespace {

/// Bytes that the scopes asked for may fill in a message for people.
constexpr std::size_t kLongText = 2000;

const ScopeDescription& declared_scopes(const TaskDefinition& task, const std::string& resource_server) {
    const auto found = std::find_if(task.scopes.begin(), task.scopes.end(), [&](const ScopeDescription& scopes) {
        return scopes.resource_server == resource_server;
    });
    if (found == task.scopes.end())
        throw ProtocolError("a token for a resource server that the task type does not declare");
    return *found;
}

/// As the value of a key in a job file.
std::string as_list(const std::vector<Scope>& scopes) {
    std::string text;
    for (const Scope& scope : scopes) text += (text.empty() ? "\"" : ", \"") + to_string(scope) + '"';
    return '[' + text + ']';
}

std::string say_refused(const TaskDefinition& task, const std::vector<Scope>& scopes) {
    return "it goes beyond what the task declares: " + printable(to_string(scopes), kLongText) +
           "; to allow it, add this to the task '" + task.name +
           "' in the job file: allow_scopes: " + printable(as_list(scopes), kLongText);
}

}  // namespace

std::variant<ScopeDescription, TokenRefusal> scopes_for(const TaskDefinition& task, const TokenRequest& request) {
    const ScopeDescription& declared = declared_scopes(task, request.resource_server);
    if (request.asked_scopes.empty()) return declared;
    const auto refusal = [&](std::string why) {
        return TokenRefusal{request.resource_server, TokenRefusal::Reason::credentials, std::move(why)};
    };
    try {
        ScopeWidening widening = widened(declared, request.asked_scopes, task.allow_scopes);
        if (!widening.refused.empty()) return refusal(say_refused(task, widening.refused));
        return std::move(widening.wanted);
    } catch (const ScopeSyntaxError& error) {
        return refusal(printable(error.what(), kLongText));
    }
}

}  // namespace errand
