#pragma once

#include <string>
#include <vector>

#include "errand/http_client.hpp"

namespace errand {

/// The scopes that a service says a token lacks, by a 403 with the code `ConsentRequired`; none for any other answer.
/// Never throws.
/// Source: errors of Globus services, `required_scopes` or `required_scope`, as the Globus SDK for Python reads them.
std::vector<std::string> required_scopes(const HttpResponse& response);

}  // namespace errand
