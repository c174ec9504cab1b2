#include "errand/answer/media_type.hpp"

#include <algorithm>

#include "answer/lower_case.hpp"

namespace errand {

std::string media_type(const HttpResponse& response) {
    std::string type = response.headers.find("Content-Type").value_or("");
    type.erase(std::min(type.find_first_of("; \t"), type.size()));
    return lower_case(std::move(type));
}

bool says_json(const HttpResponse& response) {
    const std::string type = media_type(response);
    return type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
}

}  // namespace errand
