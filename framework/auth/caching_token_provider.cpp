#include "auth/caching_token_provider.hpp"

#include <algorithm>
#include <system_error>

#include "auth/fingerprint.hpp"
#include "auth/scope_list.hpp"

namespace errand {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kBetweenFailedRenewals(30);
/// How long a refusal counts for all who ask the same.
constexpr seconds kRefusalRemembered(60);
/// How long a token that somebody else is renewing is used before the cache is looked at again.
constexpr seconds kWhileOthersRenew(5);
/// A token with less to live is not used for want of a new one if there is somebody to wait for.
constexpr seconds kEnoughToUse(1);
constexpr milliseconds kBetweenLooks(10);

/// Enough to see that a secret was changed, and too little to guess it by.
std::string proof_mark(const std::string& key, const Secret& proof) {
    return fingerprint({key, std::string(proof.reveal())}).substr(0, 4);
}

}  // namespace

struct CachingTokenProvider::Slot {
    std::string key;
    /// Held while a token is looked for: of several threads one asks, and the others find its answer.
    std::mutex looking;
    std::optional<AccessToken> current;
    /// The last one that a service refused.
    Secret rejected;
};

class CachingTokenProvider::Renewal {
public:
    /// The slot's `looking` is held.
    Renewal(CachingTokenProvider& provider, Slot& slot, const ScopeDescription& scopes)
        : provider_(provider), world_(provider.world_), slot_(slot), scopes_(scopes), began_(world_.clock.now()) {
        consider(slot.current);
    }

    AccessToken run() {
        for (;;) {
            if (const auto token = look()) return *token;
            if (const auto lock = try_lock()) {
                // Somebody may have been faster, between the look and the lock.
                const auto token = look();
                return token ? *token : grant();
            }
            if (valid_ && valid_->expires_at - world_.clock.now() > kEnoughToUse)
                return keep(*valid_, kWhileOthersRenew);
            world_.sleep(kBetweenLooks);
        }
    }

    /// Others go on with the token that is kept if there is no new one.
    AccessToken force() {
        must_be_new_ = true;
        for (;;) {
            if (const auto lock = try_lock()) {
                if (const auto entry = load()) consider(entry->token);
                return grant();
            }
            world_.sleep(kBetweenLooks);
        }
    }

private:
    /// A token without a grant: a fresh one from the cache, or the valid one where renewing it has just failed.
    /// \throws what those were told who have just failed with the same
    std::optional<AccessToken> look() {
        const std::optional<CacheEntry> entry = load();
        if (!entry) return std::nullopt;
        if (const auto token = consider(entry->token)) return adopt(*token);
        if (!entry->failure || !counts(*entry->failure)) return std::nullopt;
        if (valid_) return keep(*valid_, kBetweenFailedRenewals);
        if (entry->failure->kind == GrantFailure::Kind::unreachable) throw ServiceUnreachable(entry->failure->message);
        throw CredentialsRefused(entry->failure->message + " (remembered for " +
                                 std::to_string(kRefusalRemembered.count()) +
                                 "s; 'errand token fetch --fresh' asks again at once)");
    }

    /// Keeps in mind a token that is still valid. Returns it if it needs no renewal either.
    std::optional<AccessToken> consider(const std::optional<AccessToken>& token) {
        const bool is_valid = token && world_.clock.now() < token->expires_at && !is_rejected(token->token);
        if (!is_valid) return std::nullopt;
        if (!valid_ || valid_->expires_at < token->expires_at) valid_ = token;
        return world_.clock.steady_now() < token->renew_at ? token : std::nullopt;
    }

    bool is_rejected(const Secret& token) const {
        const std::lock_guard lock(provider_.mutex_);
        return slot_.rejected.reveal() == token.reveal();
    }

    bool counts(const GrantFailure& failure) const {
        const auto age = world_.clock.now() - failure.at;
        if (failure.kind == GrantFailure::Kind::refused)
            return age < kRefusalRemembered && failure.proof_mark == proof_mark(slot_.key, provider_.source_->proof());
        // It counts for those who were waiting for it, and for those who can do without a new token.
        return failure.at >= began_ || (valid_ && age < kBetweenFailedRenewals);
    }

    AccessToken grant() {
        try {
            AccessToken token = provider_.source_->fetch(scopes_);
            spread(token);
            store({provider_.profile_.name, provider_.client_id(), provider_.source(), token, std::nullopt});
            return adopt(token);
        } catch (const CredentialsRefused& error) {
            return do_without({GrantFailure::Kind::refused, shown(error), world_.clock.now(),
                               proof_mark(slot_.key, provider_.source_->proof())});
        } catch (const ServiceUnreachable& error) {
            return do_without({GrantFailure::Kind::unreachable, shown(error), world_.clock.now(), {}});
        }
    }

    /// A failure is kept, and told by commands that know no secret: what the server let slip must not be in it.
    std::string shown(const std::exception& error) const { return world_.redactor.redact(error.what()); }

    /// Renews a little earlier than need be, by up to half of the margin.
    void spread(AccessToken& token) const {
        const auto lifetime = std::chrono::duration<double>(token.expires_at - world_.clock.now());
        const auto until_renewal = std::chrono::duration<double>(token.renew_at - world_.clock.steady_now());
        const auto earlier = (lifetime - until_renewal) / 2 * world_.random();
        token.renew_at -= std::chrono::duration_cast<Clock::SteadyTime::duration>(earlier);
    }

    /// Within a handler.
    AccessToken do_without(const GrantFailure& failure) {
        store({provider_.profile_.name, provider_.client_id(), provider_.source(), valid_, failure});
        if (must_be_new_ || !valid_ || world_.clock.now() >= valid_->expires_at) throw;
        world_.logger.warning("provider '" + provider_.profile_.name + "': the token for " + valid_->resource_server +
                              " could not be renewed and stays in use until it expires at " +
                              format_utc(valid_->expires_at) + ": " + failure.message);
        return keep(*valid_, kBetweenFailedRenewals);
    }

    /// Uses a token that should be renewed, and looks for a new one after a while.
    AccessToken keep(AccessToken token, seconds while_) {
        const auto rest = token.expires_at - world_.clock.now();
        token.renew_at =
            world_.clock.steady_now() + std::min(std::chrono::duration_cast<Clock::SteadyTime::duration>(while_),
                                                 std::chrono::duration_cast<Clock::SteadyTime::duration>(rest / 2));
        return adopt(token);
    }

    AccessToken adopt(const AccessToken& token) {
        hide(token);
        const std::lock_guard lock(provider_.mutex_);
        slot_.current = token;
        return token;
    }

    void hide(const AccessToken& token) const {
        world_.redactor.add(token.token.reveal(), "token:" + short_hash(token.token));
    }

    /// Also a token that is of no use here may be told by a server.
    std::optional<CacheEntry> load() {
        auto entry = with_cache([&](const TokenCache& cache) { return cache.load(slot_.key); });
        if (entry && entry->token) hide(*entry->token);
        return entry;
    }
    void store(const CacheEntry& entry) {
        with_cache([&](const TokenCache& cache) {
            cache.store(slot_.key, entry);
            return std::optional(true);
        });
    }
    /// Where there is no cache, there is nobody to wait for.
    std::optional<CacheDirectory::Lock> try_lock() {
        bool is_answered = false;
        auto lock = with_cache([&](const TokenCache& cache) {
            auto found = cache.try_lock(slot_.key);
            is_answered = true;
            return found;
        });
        return is_answered ? std::move(lock) : std::optional(CacheDirectory::Lock());
    }

    /// Does without a cache that cannot be used, and says so once.
    template <class Use>
    auto with_cache(Use&& use) -> decltype(use(*world_.cache)) {
        if (!world_.cache || is_cache_broken_) return std::nullopt;
        try {
            return use(*world_.cache);
        } catch (const std::system_error& error) {
            is_cache_broken_ = true;
            if (!provider_.has_said_that_cache_is_broken_.exchange(true))
                world_.logger.warning(std::string("tokens are not shared with other runs: ") + error.what());
            return std::nullopt;
        }
    }

    CachingTokenProvider& provider_;
    const CachingWorld& world_;
    Slot& slot_;
    const ScopeDescription& scopes_;
    const Clock::CalendarTime began_;
    bool is_cache_broken_ = false;
    /// The best token at hand, which may be due for renewal.
    std::optional<AccessToken> valid_;
    bool must_be_new_ = false;
};

CachingTokenProvider::CachingTokenProvider(ProviderProfile profile, std::unique_ptr<TokenSource> source,
                                           CachingWorld world)
    : profile_(std::move(profile)), source_(std::move(source)), world_(std::move(world)) {}

CachingTokenProvider::~CachingTokenProvider() = default;

AccessToken CachingTokenProvider::token(const ScopeDescription& scopes) {
    Slot& slot = slot_for(scopes);
    if (const auto token = fresh(slot)) return *token;
    const std::lock_guard lock(slot.looking);
    if (const auto token = fresh(slot)) return *token;
    return Renewal(*this, slot, scopes).run();
}

AccessToken CachingTokenProvider::renewed_token(const ScopeDescription& scopes) {
    Slot& slot = slot_for(scopes);
    const std::lock_guard lock(slot.looking);
    return Renewal(*this, slot, scopes).force();
}

CachingTokenProvider::Slot& CachingTokenProvider::slot_for(const ScopeDescription& scopes) {
    std::vector<std::string> sorted = scopes.scopes;
    std::sort(sorted.begin(), sorted.end());
    const std::lock_guard lock(mutex_);
    std::unique_ptr<Slot>& slot = slots_[scopes.resource_server + '\n' + space_separated(sorted)];
    if (!slot) {
        slot = std::make_unique<Slot>();
        sorted.insert(sorted.begin(), {source_->identity(), scopes.resource_server});
        slot->key = fingerprint(sorted);
    }
    return *slot;
}

/// The steady clock stands still while the machine sleeps, and the calendar clock may be set: both must agree.
std::optional<AccessToken> CachingTokenProvider::fresh(const Slot& slot) {
    const std::lock_guard lock(mutex_);
    const auto& token = slot.current;
    const bool is_fresh =
        token && world_.clock.steady_now() < token->renew_at && world_.clock.now() < token->expires_at;
    return is_fresh ? token : std::nullopt;
}

void CachingTokenProvider::reject(const Secret& token) {
    const std::lock_guard lock(mutex_);
    for (const auto& [scopes, slot] : slots_) {
        if (!slot->current || slot->current->token.reveal() != token.reveal()) continue;
        slot->current.reset();
        slot->rejected = token;
    }
}

std::string CachingTokenProvider::source() const { return fingerprint({source_->identity()}); }

void CachingTokenProvider::revoke(const Secret& token) {
    source_->revoke(token);
    reject(token);
    if (!world_.cache) return;
    for (const auto& [key, entry] : world_.cache->list())
        if (entry.token && entry.token->token.reveal() == token.reveal()) world_.cache->remove(key);
}

bool CachingTokenProvider::can_serve(const ScopeDescription& scopes) const {
    return std::all_of(scopes.scopes.begin(), scopes.scopes.end(), profile_.issues);
}

}  // namespace errand
