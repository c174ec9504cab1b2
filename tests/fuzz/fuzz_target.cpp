#include "fuzz/fuzz_target.hpp"

#include <cstdio>
#include <cstdlib>

#include "fuzz/targets.hpp"

namespace errand::fuzz {

const std::vector<Target>& targets() {
    static const std::vector<Target> all = {
        {"token_response", token_response},
        {"server_metadata", server_metadata},
        {"oauth_error", oauth_error_body},
        {"introspection_response", introspection_response},
        {"required_scopes", required_scopes_body},
        {"www_authenticate", www_authenticate_fields},
        {"location", location_field},
        {"retry_after", retry_after_field},
        {"http_response", http_response},
        {"content_coding", content_coding},
        {"json", json_text},
        {"scopes", scopes},
        {"task_message", task_message},
        {"job_file", job_file},
        {"text_template", text_template},
    };
    return all;
}

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "this does not hold: %s\n", what);
    std::abort();
}

}  // namespace errand::fuzz
