#include "errand/globus/api_error.hpp"

#include <string_view>
#include <utility>

#include "errand/answer/media_type.hpp"
#include "errand/answer/refusal_reason.hpp"
#include "errand/answer/visible.hpp"
#include "errand/json.hpp"
#include "errand/value.hpp"

namespace errand::globus {

namespace {

/// Bytes that a part of an error may fill in a message for people.
constexpr std::size_t kShortText = 200;
constexpr std::size_t kLongText = 2000;

std::optional<std::string> text_member(const Value& document, std::string_view key) {
    const Value* member = document.find(key);
    if (member == nullptr || !member->is_text()) return std::nullopt;
    return member->text();
}

/// The maps in the list `errors`, or `document` itself when it has no such list.
Value::List failures_of(const Value& document) {
    const Value* errors = document.find("errors");
    if (errors == nullptr || !errors->is_list() || errors->list().empty()) return {document};
    Value::List failures;
    for (const Value& failure : errors->list())
        if (failure.is_map()) failures.push_back(failure);
    return failures;
}

std::optional<std::string> message_of(const Value& failure) {
    for (const char* key : {"message", "detail", "title"})
        if (auto message = text_member(failure, key); message && !message->empty()) return message;
    return std::nullopt;
}

/// What all failures have as `code`, if that is one thing.
std::optional<std::string> common_code(const Value::List& failures) {
    std::optional<std::string> common;
    for (const Value& failure : failures) {
        auto code = text_member(failure, "code");
        if (code && common && *code != *common) return std::nullopt;
        if (code) common = std::move(code);
    }
    return common;
}

}  // namespace

std::optional<std::string> ErrorDocument::message() const {
    if (messages.empty()) return std::nullopt;
    std::string joined = messages.front();
    for (std::size_t i = 1; i < messages.size(); ++i) joined += "; " + messages[i];
    return joined;
}

ErrorDocument read_error_document(const HttpResponse& response) {
    if (!says_json(response)) return {};
    Value document;
    try {
        document = parse_json(response.body);
    } catch (const JsonError&) {
        return {};  // What cannot be read says nothing; the status remains.
    }
    const Value::List failures = failures_of(document);
    ErrorDocument read;
    read.code = common_code(failures);
    for (const Value& failure : failures)
        if (auto message = message_of(failure)) read.messages.push_back(std::move(*message));
    read.request_id = text_member(document, "request_id");
    return read;
}

ErrorDocument with_refusal_reason(ErrorDocument document, const HttpResponse& response) {
    if (document.code || !document.messages.empty()) return document;
    const auto reason = refusal_reason(response);
    if (!reason) return document;
    if (!reason->error.empty()) document.code = reason->error;
    if (auto message = reason->message(); !message.empty()) document.messages = {std::move(message)};
    return document;
}

ApiError::ApiError(const std::string& request, int status, ErrorDocument document)
    : Error(describe_failure(request, status, document)), status_(status), document_(std::move(document)) {}

std::string describe_failure(const std::string& request, int status, const ErrorDocument& document) {
    std::string text = request + " answered " + std::to_string(status);
    if (document.code) text += ' ' + visible(*document.code, kShortText);
    if (const auto message = document.message()) text += ": " + visible(*message, kLongText);
    if (document.request_id) text += " (request id " + visible(*document.request_id, kShortText) + ')';
    return text;
}

}  // namespace errand::globus
