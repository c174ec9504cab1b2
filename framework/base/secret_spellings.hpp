#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "errand/secret.hpp"

namespace errand {

/// How a secret may be spelled in one encoding: an automaton that reads a text byte by byte.
///
/// The secret is a sequence of units, and each unit can be spelled in several ways, so that any mixture of them is
/// read. It is worked out as it is asked for, since a table of it would be a hundred times as large as the secret.
/// Thread-safety: all members may be called concurrently.
class SecretSpellings {
public:
    /// How far a text has come: to a unit, and within one of its spellings.
    struct Place {
        std::uint32_t unit = 0;
        /// Zero before the unit; else which spelling, and how many bytes of it are read.
        std::uint32_t within = 0;

        bool operator==(const Place&) const = default;
    };
    /// A byte that may come next, and where it leads.
    struct Edge {
        char byte;
        Place to;
    };

    virtual ~SecretSpellings() = default;

    /// Appends all that may come next at `from`, which is not the end. A byte may stand there more than once.
    void add_edges(Place from, std::vector<Edge>& edges) const;
    bool is_end(Place place) const { return place.unit == units(); }
    const Secret& secret() const { return *secret_; }

protected:
    struct Spelling {
        /// Hexadecimal digits in lower case; upper case is read, too.
        std::string text;
        /// That it stands for.
        std::uint32_t units = 1;
    };

    explicit SecretSpellings(std::shared_ptr<const Secret> secret) : secret_(std::move(secret)) {}

    virtual std::uint32_t units() const = 0;
    /// At least one, no empty one, none longer than 15 bytes, always in the same order.
    virtual std::vector<Spelling> spellings(std::uint32_t unit) const = 0;

private:
    const std::shared_ptr<const Secret> secret_;
};

/// Of the secret in each promised encoding:
/// - as text: raw, percent-encoded (also `+` for a space), and in the escapes of JSON and of errand's own log (`\x1b`);
/// - in base64 with either alphabet, for each of the three places where the secret can begin in a group of three bytes.
///   A character that is only partly of the secret's bits counts as the secret's. `+` and `/` may be escaped again.
std::vector<std::shared_ptr<const SecretSpellings>> spellings_of(std::string_view secret);

}  // namespace errand
