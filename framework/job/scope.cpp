#include "job/scope.hpp"

#include <algorithm>

namespace errand {

namespace {

constexpr std::size_t kDeepest = 50;

/// Adds a scope, or its dependencies to those of its name that are there already: what a scope depends on is the same
/// whether or not it is optional.
void add(std::vector<Scope>& scopes, Scope more) {
    bool is_there = false;
    for (Scope& scope : scopes) {
        if (scope.name != more.name) continue;
        scope.dependencies = merged(std::move(scope.dependencies), more.dependencies);
        more.dependencies = scope.dependencies;
        is_there = is_there || scope.is_optional == more.is_optional;
    }
    if (!is_there) scopes.push_back(std::move(more));
}

/// Reads a list of scopes from left to right.
class ScopeReader {
public:
    explicit ScopeReader(std::string_view text) : text_(text) {}

    std::vector<Scope> read() {
        std::vector<Scope> scopes = read_list(0);
        if (!is_at_end()) refuse("has a ']' without a '[' before it");
        return scopes;
    }

private:
    std::vector<Scope> read_list(std::size_t depth) {
        if (depth > kDeepest) refuse("has brackets nested deeper than 50");
        std::vector<Scope> scopes;
        for (skip_spaces(); !is_at_end() && peek() != ']'; skip_spaces()) add(scopes, read_scope(depth));
        return scopes;
    }

    Scope read_scope(std::size_t depth) {
        Scope scope;
        scope.is_optional = take('*');
        const std::size_t end = std::min(text_.find_first_of(" []*", at_), text_.size());
        scope.name = text_.substr(at_, end - at_);
        at_ = end;
        if (scope.name.empty()) refuse(scope.is_optional ? "has a '*' without a scope after it" : missing_name());
        if (!is_at_end() && peek() == '*') refuse("has a '*' within a scope");
        if (take('[')) scope.dependencies = read_dependencies(depth + 1);
        return scope;
    }

    /// A list was expected to go on with a scope, and goes on with a bracket.
    std::string missing_name() const {
        return at_ > 0 && text_[at_ - 1] == ' ' ? "has a space before a '['" : "has a '[' without a scope before it";
    }

    std::vector<Scope> read_dependencies(std::size_t depth) {
        std::vector<Scope> dependencies = read_list(depth);
        if (!take(']')) refuse("has a '[' that is not closed");
        if (dependencies.empty()) refuse("has empty brackets");
        if (!is_at_end() && peek() != ' ' && peek() != ']') refuse("has neither a space nor a ']' after a ']'");
        return dependencies;
    }

    bool is_at_end() const { return at_ == text_.size(); }
    char peek() const { return text_[at_]; }
    bool take(char c) {
        if (is_at_end() || peek() != c) return false;
        ++at_;
        return true;
    }
    void skip_spaces() {
        while (take(' ')) {
        }
    }

    [[noreturn]] void refuse(const std::string& problem) const {
        throw ScopeSyntaxError("the scope '" + std::string(text_) + "' " + problem);
    }

    const std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

bool operator==(const Scope& left, const Scope& right) {
    const auto& a = left.dependencies;
    const auto& b = right.dependencies;
    return left.name == right.name && left.is_optional == right.is_optional &&
           std::is_permutation(a.begin(), a.end(), b.begin(), b.end());
}

std::vector<Scope> parse_scopes(std::string_view text) { return ScopeReader(text).read(); }

std::string to_string(const Scope& scope) {
    const std::string text = (scope.is_optional ? "*" : "") + scope.name;
    return scope.dependencies.empty() ? text : text + '[' + to_string(scope.dependencies) + ']';
}

std::string to_string(const std::vector<Scope>& scopes) {
    std::string text;
    for (const Scope& scope : scopes) text += (text.empty() ? "" : " ") + to_string(scope);
    return text;
}

std::vector<Scope> merged(std::vector<Scope> scopes, const std::vector<Scope>& more) {
    for (const Scope& scope : more) add(scopes, scope);
    return scopes;
}

}  // namespace errand
