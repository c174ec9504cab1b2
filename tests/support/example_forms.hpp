#pragma once

#include <vector>

#include "config/provider_form.hpp"

namespace errand::testing {

/// Types of providers for tests of the configuration, whatever errand itself has.
inline std::vector<ProviderForm> example_forms() {
    const ProviderKey client_id = {"client_id", ProviderValue::text_or_variable, true};
    const ProviderCondition with_secret = {"client_authentication", {"basic"}};
    const ProviderCondition with_key = {"client_authentication", {"key"}};
    return {{"globus",
             {client_id,
              {"client_secret", ProviderValue::secret, true},
              {"environment", ProviderValue::choice, false, {"production", "preview"}}}},
            {"oauth2",
             {client_id,
              {"client_authentication", ProviderValue::choice, false, {"basic", "key"}},
              {"client_secret", ProviderValue::secret, true, {}, with_secret},
              {"private_key", ProviderValue::secret, true, {}, with_key},
              {"certificate", ProviderValue::file, false, {}, with_key},
              {"token_url", ProviderValue::url, false, {}, {}, "server"},
              {"issuer", ProviderValue::url, false, {}, {}, "server"},
              {"scopes", ProviderValue::texts},
              {"resource", ProviderValue::urls},
              {"parameters", ProviderValue::text_map},
              {"lifetime", ProviderValue::duration}}}};
}

}  // namespace errand::testing
