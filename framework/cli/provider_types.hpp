#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "auth/cache_directory.hpp"
#include "auth/provider.hpp"
#include "auth/token_source.hpp"
#include "base/clock.hpp"
#include "cli/secret_reader.hpp"
#include "config/provider_form.hpp"
#include "config/settings.hpp"
#include "config/surroundings.hpp"
#include "errand/http_client.hpp"

namespace errand {

/// What token sources are made of.
///
/// Lifetime: what it refers to outlives the sources; it itself need not.
struct ProviderWorld {
    const Surroundings& surroundings;
    const Clock& clock;
    const SecretReader& secrets;
    const CacheDirectory& cache;
    /// A client that presents this certificate, with its key; the one that all share when both are empty.
    std::function<std::shared_ptr<HttpClient>(const std::string& certificate_file, const std::string& key_file)> http;
};

/// A type of provider: what its entry in the configuration looks like, and what is made of one.
struct ProviderType {
    ProviderForm form;
    /// Whether a provider with these values could issue a scope.
    std::function<bool(const std::string& scope)> (*issues)(const Value::Map& values);
    /// \throws CommandError (configuration)
    std::unique_ptr<TokenSource> (*make_source)(const ProviderSettings& provider, const ProviderWorld& world);
    /// The base URLs of its services, by name. Null: it has none.
    TokenProvider::ServiceUrls (*services)(const Value::Map& values, const EnvironmentLookup& environment);
    /// A URL of its authorization server that answers anybody, if only with a refusal. Null: it has none.
    std::string (*page)(const Value::Map& values, const EnvironmentLookup& environment);
    /// What to ask a provider with these values for where nothing says it.
    std::vector<std::string> (*usual_scopes)(const Value::Map& values);
    /// The resource server that a scope is of. Null: it does not show.
    std::string (*resource_server)(std::string_view scope);
};

/// All types. A new one is a row here, and a TokenSource in a file of its own.
const std::vector<ProviderType>& provider_types();

std::vector<ProviderForm> provider_forms();

/// \throws std::logic_error if there is no such type, which the configuration's reader has made sure of
const ProviderType& provider_type(const std::string& name);

}  // namespace errand
