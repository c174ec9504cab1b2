#pragma once

#include <string>
#include <string_view>

namespace errand {

/// `text` as a name or value of application/x-www-form-urlencoded: a space becomes `+`, everything but letters, digits
/// and `-._~` a percent sign and two upper-case hex digits.
/// Source: RFC 6749 appendix B.
std::string form_encoded(std::string_view text);

}  // namespace errand
