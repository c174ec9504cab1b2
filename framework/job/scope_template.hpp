#pragma once

#include <string>
#include <string_view>

#include "errand/value.hpp"

namespace errand {

/// A scope of a task description with every `{name}` replaced by the text parameter `name`.
///
/// A value may hold letters, digits and `._:/-` only: with a blank or bracket it would ask for more than the plugin
/// described.
/// \throws ValueError if the template is malformed, or a parameter is not there, not text, or holds anything else.
std::string fill_scope(std::string_view scope, const Value::Map& parameters);

}  // namespace errand
