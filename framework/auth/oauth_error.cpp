#include "auth/oauth_error.hpp"

#include "errand/answer/refusal_reason.hpp"
#include "errand/json.hpp"

namespace errand {

namespace {

std::string text_member(const Value& object, std::string_view name) {
    const Value* found = object.find(name);
    return found && found->is_text() ? found->text() : std::string();
}

}  // namespace

OAuthError oauth_error_in_body(const HttpResponse& response) {
    Value body;
    try {
        body = parse_json(response.body);
    } catch (const JsonError&) {
        return {};
    }
    OAuthError error = {text_member(body, "error"), text_member(body, "error_description")};
    const Value* listed = body.find("errors");
    if (!listed || !listed->is_list()) return error;
    const bool has_description = !error.description.empty();
    for (const Value& item : listed->list()) {
        if (error.code.empty()) error.code = text_member(item, "code");
        const std::string detail = text_member(item, "detail");
        if (!has_description && !detail.empty()) error.description += (error.description.empty() ? "" : "; ") + detail;
    }
    return error;
}

OAuthError oauth_error(const HttpResponse& response) {
    OAuthError error = oauth_error_in_body(response);
    if (!error.code.empty() || !error.description.empty()) return error;
    const auto reason = refusal_reason(response);
    return reason ? OAuthError{reason->error, reason->description} : error;
}

}  // namespace errand
