#include "sandbox/token_table.hpp"

#include <algorithm>

#include "sandbox/random.hpp"

namespace errand {

std::string TokenTable::issue(std::string resource_server, std::vector<std::string> scopes,
                              std::vector<std::string> paths) {
    const auto now = clock_.now();
    const std::lock_guard lock(mutex_);
    make_room();
    std::string token = "Ag" + random_hex(32);
    tokens_[token] = {std::move(resource_server), std::move(scopes), std::move(paths), now, now + lifetime_};
    return token;
}

std::optional<IssuedToken> TokenTable::find(std::string_view token) const {
    const auto now = clock_.now();
    const std::lock_guard lock(mutex_);
    const auto found = tokens_.find(token);
    if (found == tokens_.end() || found->second.expires <= now) return std::nullopt;
    return found->second;
}

void TokenTable::revoke(std::string_view token) {
    const std::lock_guard lock(mutex_);
    const auto found = tokens_.find(token);
    if (found != tokens_.end()) tokens_.erase(found);
}

void TokenTable::make_room() {
    constexpr std::size_t kLimit = 10'000;
    if (tokens_.size() < kLimit) return;
    tokens_.erase(std::min_element(tokens_.begin(), tokens_.end(), [](const auto& left, const auto& right) {
        return left.second.expires < right.second.expires;
    }));
}

}  // namespace errand
