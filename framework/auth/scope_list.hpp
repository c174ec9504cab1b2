#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace errand {

/// The words of a space-separated list of scopes. Spaces within brackets, which hold Globus dependencies, do not
/// separate: `a[b c] d` is `a[b c]` and `d`.
/// Source: RFC 6749 section 3.3.
std::vector<std::string> split_scopes(std::string_view scopes);

/// The scopes of `asked` that `granted`, a space-separated list, lacks. Optional ones (`*scope`) may be lacking, and
/// dependencies are never listed in an answer.
std::vector<std::string> missing_scopes(const std::vector<std::string>& asked, std::string_view granted);

/// `a b c`.
std::string space_separated(const std::vector<std::string>& words);
/// `a, b, c`.
std::string comma_separated(const std::vector<std::string>& words);

}  // namespace errand
