#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "auth/provider.hpp"
#include "base/clock.hpp"
#include "base/logger.hpp"
#include "config/settings.hpp"
#include "config/surroundings.hpp"
#include "errand/http_client.hpp"
#include "runner/provider_choice.hpp"

namespace errand {

class Sandbox;

/// The token providers of a run.
///
/// Lifetime: the clock and the logger outlive it.
class Providers {
public:
    /// Those of the configuration. Reads no secret before a token is needed.
    /// \throws Error for an unknown Globus environment
    static Providers configured(const Settings& settings, const Surroundings& surroundings, HttpClient& http,
                                const Clock& clock, Logger& logger);

    /// The same names for the same scopes, but every one gets its tokens from the sandbox, and those that are not of
    /// Globus none but for scopes of Globus. One of Globus, called `sandbox`, when there is none.
    static Providers of_sandbox(const Settings& settings, const Sandbox& sandbox, HttpClient& http, const Clock& clock,
                                Logger& logger);

    const std::vector<NamedProvider>& list() const { return named_; }

private:
    void add(const std::string& name, std::unique_ptr<TokenProvider> provider);

    std::vector<std::unique_ptr<TokenProvider>> owned_;
    std::vector<NamedProvider> named_;
};

}  // namespace errand
