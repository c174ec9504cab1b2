#include "auth/form_request.hpp"

#include "auth/form_encoding.hpp"

namespace errand {

HttpRequest to_http_request(const FormRequest& form) {
    HttpRequest request;
    request.method = "POST";
    request.url = form.url;
    request.headers.add("Accept", "application/json");
    for (const auto& [name, value] : form.headers) request.headers.add(name, value);
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    for (const auto& [name, value] : form.fields)
        request.body += (request.body.empty() ? "" : "&") + form_encoded(name) + '=' + form_encoded(value);
    request.is_repeatable = true;
    return request;
}

}  // namespace errand
