#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "errand/error.hpp"

namespace errand {

/// A scope string does not follow the syntax; the message says what is wrong with it.
class ScopeSyntaxError : public Error {
public:
    using Error::Error;
};

/// A scope of Globus Auth with what it depends on: `name[dependency *optional_dependency]`. A value.
struct Scope {
    std::string name;
    /// Written `*name`: may be left out of what is granted.
    bool is_optional = false;
    /// In no particular order, none twice.
    std::vector<Scope> dependencies = {};

    /// The order of dependencies has no meaning.
    friend bool operator==(const Scope& left, const Scope& right);
};

/// The scopes of a space-separated list. One that is there twice is one, with the dependencies of both.
/// \throws ScopeSyntaxError
/// Source: RFC 6749 section 3.3 for the list; Globus Auth adds `*` and brackets.
std::vector<Scope> parse_scopes(std::string_view text);

/// In the form that parse_scopes() reads.
std::string to_string(const Scope& scope);
std::string to_string(const std::vector<Scope>& scopes);

/// Both lists as one: a scope that is in both is there once, with the dependencies of both.
std::vector<Scope> merged(std::vector<Scope> scopes, const std::vector<Scope>& more);

}  // namespace errand
