#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret_beginnings.hpp"
#include "base/secret_spellings.hpp"

namespace errand {

/// Knows every live secret and token, and puts a label wherever one of them would be printed or stored.
///
/// A secret is found raw, percent-encoded, JSON-escaped or in any mixture of these, and in base64, wherever it stands
/// in the encoded text. Found ones that overlap become one label, that of the one that begins first and, of those, is
/// the longest. Other transformations are not seen, nor is a part of a secret. Thread-safety: all members may be called
/// concurrently. Lifetime: what was added stays known, and is wiped with the redactor and the redactions that use it.
class Redactor {
public:
    /// Shorter ones would be found everywhere, and are ignored.
    static constexpr std::size_t kShortestSecret = 8;

    /// `label` takes the secret's place; a token has its hash there. A secret that is known already keeps its label.
    void add(std::string_view secret, const std::string& label = "***");

    /// Of a whole text. For one that comes in pieces there is Redaction.
    std::string redact(std::string_view text) const;

private:
    friend class Redaction;

    struct Entry {
        std::shared_ptr<const SecretSpellings> spellings;
        std::string label;
    };
    /// All that is known at one moment. Never changed, only replaced by one with more entries behind these.
    struct Known {
        std::vector<Entry> entries;
        SecretBeginnings beginnings;
    };

    /// Nothing as long as no secret is known.
    std::shared_ptr<const Known> known() const;

    mutable std::mutex mutex_;
    std::shared_ptr<const Known> known_;
};

}  // namespace errand
