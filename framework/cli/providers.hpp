#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "auth/caching_token_provider.hpp"
#include "auth/token_cache.hpp"
#include "base/logger.hpp"
#include "base/redactor.hpp"
#include "cli/provider_types.hpp"
#include "cli/sandbox_process.hpp"
#include "runner/provider_choice.hpp"

namespace errand {

/// What the providers of a command need of the world.
///
/// Lifetime: what it refers to outlives them.
struct ProvidersWorld {
    const Surroundings& surroundings;
    const Clock& clock;
    Logger& logger;
    /// Hides tokens from when they are known.
    Redactor& redactor;
    const SecretReader& secrets;
    /// As in ProviderWorld.
    std::function<std::shared_ptr<HttpClient>(const std::string& certificate_file, const std::string& key_file)> http;
    /// Waits while another process fetches a token. May throw, to give up.
    std::function<void(std::chrono::milliseconds)> sleep;
    /// Where the processes of the user share tokens.
    std::filesystem::path cache_directory;
};

/// The token providers of a command. Each keeps its tokens for all processes of the user, unless it has `cache: off`.
class Providers {
public:
    /// Those of the configuration. Reads no secret before a token is needed.
    /// \throws Error for an unknown Globus environment
    static Providers configured(const Settings& settings, const ProvidersWorld& world);

    /// The same names for the same scopes, but every one gets its tokens from the sandbox, and those that are not of
    /// Globus none but for scopes of Globus. One of Globus, called `sandbox`, when there is none.
    static Providers of_sandbox(const Settings& settings, const SandboxAccess& sandbox, const ProvidersWorld& world);

    const std::vector<NamedProvider>& list() const { return named_; }
    /// What is kept, by all processes.
    const TokenCache& cache() const { return *cache_; }

private:
    explicit Providers(const ProvidersWorld& world);

    void add(ProviderProfile profile, std::unique_ptr<TokenSource> source, const ProvidersWorld& world, bool is_cached);

    std::unique_ptr<CacheDirectory> directory_;
    std::unique_ptr<TokenCache> cache_;
    std::vector<std::unique_ptr<TokenProvider>> owned_;
    std::vector<NamedProvider> named_;
};

}  // namespace errand
