#pragma once

#include <optional>
#include <string>
#include <vector>

#include "auth/access_token.hpp"
#include "auth/cache_directory.hpp"
#include "base/clock.hpp"

namespace errand {

/// That no token could be had, for those who would otherwise ask the same at the same time.
struct GrantFailure {
    enum class Kind { refused, unreachable };

    Kind kind = Kind::refused;
    /// As it was said to whoever asked.
    std::string message;
    Clock::CalendarTime at;
    /// Tells whether the credentials were changed since, and no more of them: 16 bits of a salted hash.
    std::string proof_mark;
};

/// What is kept of one provider, resource server and set of scopes.
struct CacheEntry {
    /// For people.
    std::string provider;
    std::string client_id;
    /// As TokenProvider::source() tells: the provider of this name may have become another since.
    std::string source;
    std::optional<AccessToken> token;
    std::optional<GrantFailure> failure;
};

/// Tokens that all processes of a user share, in files of a CacheDirectory. The files' name is a fingerprint of all
/// that shaped the request, so that a changed client, scope or URL finds nothing.
///
/// Times are kept by the calendar. An entry from a time to come, as after the clock was set back, counts as none.
/// Thread-safety: all members may be called concurrently. Lifetime: the directory and the clock outlive it.
/// Errors: what CacheDirectory throws.
class TokenCache {
public:
    TokenCache(const CacheDirectory& directory, const Clock& clock) : directory_(directory), clock_(clock) {}

    /// Nothing when there is no entry. A damaged one is set aside.
    std::optional<CacheEntry> load(const std::string& key) const;
    /// Also removes entries of other keys that nobody can use any more.
    void store(const std::string& key, const CacheEntry& entry) const;
    void remove(const std::string& key) const { directory_.remove(file_of(key)); }
    /// All entries, by key.
    std::vector<std::pair<std::string, CacheEntry>> list() const;
    std::optional<CacheDirectory::Lock> try_lock(const std::string& key) const { return directory_.try_lock(key); }

private:
    static std::string file_of(const std::string& key);
    void remove_outdated() const;

    const CacheDirectory& directory_;
    const Clock& clock_;
};

}  // namespace errand
