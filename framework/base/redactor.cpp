#include "base/redactor.hpp"

#include <algorithm>

#include "base/redaction.hpp"

namespace errand {

void Redactor::add(std::string_view secret, const std::string& label) {
    if (secret.size() < kShortestSecret) return;
    const std::lock_guard lock(mutex_);
    const auto more = known_ ? std::make_shared<Known>(*known_) : std::make_shared<Known>();
    const auto is_same = [&](const Entry& entry) { return entry.spellings->secret().reveal() == secret; };
    if (std::any_of(more->entries.begin(), more->entries.end(), is_same)) return;
    for (auto& spellings : spellings_of(secret)) {
        more->beginnings.add(*spellings, static_cast<std::uint32_t>(more->entries.size()));
        more->entries.push_back({std::move(spellings), label});
    }
    known_ = more;
}

std::string Redactor::redact(std::string_view text) const {
    std::string redacted;
    Redaction redaction(*this);
    redaction.feed(text, redacted);
    redaction.finish(redacted);
    return redacted;
}

std::shared_ptr<const Redactor::Known> Redactor::known() const {
    const std::lock_guard lock(mutex_);
    return known_;
}

}  // namespace errand
