#include "task/required_scopes.hpp"

#include "errand/answer/media_type.hpp"
#include "errand/json.hpp"

namespace errand {

namespace {

/// A service that asks for scopes does not say more than this.
constexpr std::size_t kLargestBody = 64 * 1024;

Value parse_or_null(const std::string& body) {
    try {
        return parse_json(body);
    } catch (const JsonError&) {
        return {};  // What cannot be read asks for nothing.
    }
}

}  // namespace

std::vector<std::string> required_scopes(const HttpResponse& response) {
    if (response.status != 403 || response.body.size() > kLargestBody || !says_json(response)) return {};
    const Value document = parse_or_null(response.body);
    const Value* code = document.find("code");
    if (!code || !code->is_text() || code->text() != "ConsentRequired") return {};
    const Value* one = document.find("required_scope");
    if (one && one->is_text()) return {one->text()};
    const Value* list = document.find("required_scopes");
    if (!list || !list->is_list()) return {};
    std::vector<std::string> scopes;
    for (const Value& scope : list->list()) {
        if (!scope.is_text()) return {};
        scopes.push_back(scope.text());
    }
    return scopes;
}

}  // namespace errand
