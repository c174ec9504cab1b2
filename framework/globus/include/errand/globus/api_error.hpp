#pragma once

#include <optional>
#include <string>
#include <vector>

#include "errand/error.hpp"
#include "errand/http_client.hpp"

namespace errand::globus {

/// What a service says of a failure in the body of its answer. A part that it does not tell is not there.
struct ErrorDocument {
    /// Such as `EndpointNotFound`.
    std::optional<std::string> code;
    std::vector<std::string> messages;
    /// For the service's support.
    std::optional<std::string> request_id;

    /// The messages joined by "; ".
    std::optional<std::string> message() const;
};

/// Reads the body of an answer that is not a success. Each service may have one of its own for its own formats.
using ErrorReader = ErrorDocument (*)(const HttpResponse& response);

/// The reader for the formats that Globus services share: JSON:API, `code` and `message` at the top (as of Transfer),
/// a list `errors`, or the fields `message`, `detail` or `title`. Anything else is an empty document. Never throws.
/// Source: JSON:API 1.1 "Error Objects".
ErrorDocument read_error_document(const HttpResponse& response);

/// `document`, or with neither a code nor a message in it, what the challenges of `response` say of a refused token.
/// Source: RFC 6750 section 3.
ErrorDocument with_refusal_reason(ErrorDocument document, const HttpResponse& response);

/// A service answered with a status that says no.
///
/// What a repetition could mend, and refused tokens, are ServiceUnreachable and CredentialsRefused instead.
class ApiError : public Error {
public:
    /// `request` names the request: "GET https://transfer.api.globus.org/v0.10/endpoint_search".
    ApiError(const std::string& request, int status, ErrorDocument document);

    int status() const { return status_; }
    const std::optional<std::string>& code() const { return document_.code; }
    std::optional<std::string> message() const { return document_.message(); }
    const std::optional<std::string>& request_id() const { return document_.request_id; }
    const ErrorDocument& document() const { return document_; }

private:
    int status_;
    ErrorDocument document_;
};

/// "GET https://… answered 403 PermissionDenied: no access (request id X)", on one line.
std::string describe_failure(const std::string& request, int status, const ErrorDocument& document);

}  // namespace errand::globus
