#pragma once

#include <string_view>

namespace errand::fuzz {

// What a server sent.
void token_response(std::string_view input);
void server_metadata(std::string_view input);
/// The body of an answer that has no challenge.
void oauth_error_body(std::string_view input);
void introspection_response(std::string_view input);
/// The body of a 403.
void required_scopes_body(std::string_view input);
/// A field WWW-Authenticate in each line.
void www_authenticate_fields(std::string_view input);
/// A line with the URL that was asked, and the field Location of its answer.
void location_field(std::string_view input);
/// A line with the field Retry-After, and one with Date.
void retry_after_field(std::string_view input);
/// All bytes of a connection; the first says how they arrive.
void http_response(std::string_view input);
void content_coding(std::string_view input);
void json_text(std::string_view input);
void scopes(std::string_view input);

// What a task sent.
void task_message(std::string_view input);

// What somebody wrote.
void job_file(std::string_view input);
/// A text with expressions.
void text_template(std::string_view input);

}  // namespace errand::fuzz
