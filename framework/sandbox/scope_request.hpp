#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace errand {

/// Every scope that a scope string names, without `*`, after those that it is a dependency of: `a[b[c] *d]` has `a`,
/// `a[b`, `a[b[c` and `a[d`. Nothing when its brackets do not add up.
/// Source: the scope syntax of Globus Auth, `scope[dependency *optional]`.
std::optional<std::vector<std::string>> scope_paths(std::string_view text);

/// Those of them that are at the top.
std::vector<std::string> top_level_scopes(const std::vector<std::string>& paths);

/// The resource server that knows `scope`, or nothing when none does.
std::optional<std::string> resource_server_of(std::string_view scope);

}  // namespace errand
