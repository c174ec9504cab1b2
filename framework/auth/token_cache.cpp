#include "auth/token_cache.hpp"

#include <chrono>
#include <string_view>

#include "errand/json.hpp"

namespace errand {

namespace {

using std::chrono::milliseconds;

constexpr std::string_view kEnding = ".token";
constexpr std::int64_t kVersion = 2;
/// Clocks of one machine may differ by as much between two looks.
constexpr std::chrono::seconds kTolerance(5);
/// How long after its end a token is still shown, and a failure after it was.
constexpr std::chrono::hours kTokenRemovedAfter(24);
constexpr std::chrono::hours kFailureRemovedAfter(1);

std::int64_t to_number(Clock::CalendarTime time) {
    return std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count();
}

/// Reads one member after the other; what is missing or of another kind ends it.
class EntryReader {
public:
    explicit EntryReader(const Value& map) : map_(map) {}

    std::string text(std::string_view name) const {
        const Value* found = map_.find(name);
        if (!found || !found->is_text()) throw ValueError("no text");
        return found->text();
    }
    Clock::CalendarTime time(std::string_view name) const {
        const Value* found = map_.find(name);
        if (!found || !found->is_integer()) throw ValueError("no time");
        return Clock::CalendarTime(milliseconds(found->integer()));
    }
    const Value* map(std::string_view name) const {
        const Value* found = map_.find(name);
        return found && found->is_map() ? found : nullptr;
    }

private:
    const Value& map_;
};

Value to_value(const AccessToken& token, const Clock& clock) {
    const auto until_renewal = std::chrono::duration_cast<milliseconds>(token.renew_at - clock.steady_now());
    return Value::Map{{"access_token", std::string(token.token.reveal())},
                      {"token_type", token.token_type},
                      {"scopes", token.scopes},
                      {"resource_server", token.resource_server},
                      {"stored_at", to_number(clock.now())},
                      {"renew_at", to_number(clock.now() + until_renewal)},
                      {"expires_at", to_number(token.expires_at)}};
}

Value to_value(const GrantFailure& failure) {
    return Value::Map{{"kind", failure.kind == GrantFailure::Kind::refused ? "refused" : "unreachable"},
                      {"message", failure.message},
                      {"at", to_number(failure.at)},
                      {"proof_mark", failure.proof_mark}};
}

std::optional<AccessToken> read_token(const EntryReader& entry, const Clock& clock) {
    const Value* map = entry.map("token");
    if (!map) return std::nullopt;
    const EntryReader token(*map);
    if (token.time("stored_at") > clock.now() + kTolerance) return std::nullopt;
    const auto until_renewal = std::chrono::duration_cast<Clock::SteadyTime::duration>(
        token.time("renew_at").time_since_epoch() - clock.now().time_since_epoch());
    return AccessToken{Secret(token.text("access_token")), token.text("scopes"),
                       token.text("resource_server"),      token.text("token_type"),
                       token.time("expires_at"),           clock.steady_now() + until_renewal};
}

std::optional<GrantFailure> read_failure(const EntryReader& entry, const Clock& clock) {
    const Value* map = entry.map("failure");
    if (!map) return std::nullopt;
    const EntryReader failure(*map);
    if (failure.time("at") > clock.now() + kTolerance) return std::nullopt;
    const bool is_refused = failure.text("kind") == "refused";
    return GrantFailure{is_refused ? GrantFailure::Kind::refused : GrantFailure::Kind::unreachable,
                        failure.text("message"), failure.time("at"), failure.text("proof_mark")};
}

CacheEntry read_entry(std::string_view text, const Clock& clock) {
    const Value value = parse_json(text);
    const EntryReader entry(value);
    const Value* version = value.find("version");
    if (!version || !version->is_integer() || version->integer() != kVersion) throw ValueError("of another version");
    return {entry.text("provider"), entry.text("client_id"), entry.text("source"), read_token(entry, clock),
            read_failure(entry, clock)};
}

bool is_outdated(const CacheEntry& entry, Clock::CalendarTime now) {
    const bool token_is = !entry.token || entry.token->expires_at + kTokenRemovedAfter < now;
    const bool failure_is = !entry.failure || entry.failure->at + kFailureRemovedAfter < now;
    return token_is && failure_is;
}

}  // namespace

std::string TokenCache::file_of(const std::string& key) { return key + std::string(kEnding); }

std::optional<CacheEntry> TokenCache::load(const std::string& key) const {
    const auto text = directory_.read(file_of(key));
    if (!text) return std::nullopt;
    try {
        return read_entry(*text, clock_);
    } catch (const Error&) {
        directory_.set_aside(file_of(key));
        return std::nullopt;
    }
}

void TokenCache::store(const std::string& key, const CacheEntry& entry) const {
    Value::Map file = {
        {"version", kVersion}, {"provider", entry.provider}, {"client_id", entry.client_id}, {"source", entry.source}};
    if (entry.token) file["token"] = to_value(*entry.token, clock_);
    if (entry.failure) file["failure"] = to_value(*entry.failure);
    directory_.write(file_of(key), to_json(Value(std::move(file))));
    remove_outdated();
}

void TokenCache::remove_outdated() const {
    for (const auto& [key, entry] : list())
        if (is_outdated(entry, clock_.now())) remove(key);
}

std::vector<std::pair<std::string, CacheEntry>> TokenCache::list() const {
    std::vector<std::pair<std::string, CacheEntry>> entries;
    for (const std::string& key : directory_.names(kEnding))
        if (auto entry = load(key)) entries.emplace_back(key, std::move(*entry));
    return entries;
}

}  // namespace errand
