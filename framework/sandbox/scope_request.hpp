#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace errand {

/// The scopes named at the top of a scope string, without their `*` and their `[dependencies]`. Nothing when its
/// brackets do not add up. Source: the scope syntax of Globus Auth, `scope[dependency *optional]`.
std::optional<std::vector<std::string>> top_level_scopes(std::string_view text);

/// The resource server that knows `scope`, or nothing when none does.
std::optional<std::string> resource_server_of(std::string_view scope);

}  // namespace errand
