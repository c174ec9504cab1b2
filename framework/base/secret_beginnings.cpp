#include "base/secret_beginnings.hpp"

#include <string.h>

#include <algorithm>

namespace errand {

namespace {

using Edge = SecretSpellings::Edge;

std::vector<Edge> edges_from(const SecretSpellings& spellings, SecretSpellings::Place place) {
    std::vector<Edge> edges;
    spellings.add_edges(place, edges);
    return edges;
}

bool is_before(const SecretBeginnings::Beginning& a, const SecretBeginnings::Beginning& b) { return a.bytes < b.bytes; }

}  // namespace

SecretBeginnings::~SecretBeginnings() {
    explicit_bzero(&firsts_, sizeof firsts_);
    explicit_bzero(&pairs_, sizeof pairs_);
    explicit_bzero(&triples_, sizeof triples_);
}

void SecretBeginnings::add(const SecretSpellings& spellings, std::uint32_t entry) {
    const std::size_t sorted = beginnings_.size();
    for (const Edge& first : edges_from(spellings, {})) {
        firsts_.set(packed(&first.byte, 1));
        for (const Edge& second : edges_from(spellings, first.to)) {
            const char two[] = {first.byte, second.byte};
            pairs_.set(packed(two, 2));
            for (const Edge& third : edges_from(spellings, second.to)) {
                const char three[] = {first.byte, second.byte, third.byte};
                triples_.set(hash(packed(three, kLength)));
                beginnings_.push_back({packed(three, kLength), entry, third.to});
            }
        }
    }
    const auto added = beginnings_.begin() + static_cast<std::ptrdiff_t>(sorted);
    std::sort(added, beginnings_.end(), is_before);
    std::inplace_merge(beginnings_.begin(), added, beginnings_.end(), is_before);
}

std::size_t SecretBeginnings::find(std::string_view text, std::size_t at) const {
    if (text.size() < kLength) return text.size();
    const std::size_t end = text.size() - kLength + 1;
    while (at < end && !triples_[hash(packed(text.data() + at, kLength))]) ++at;
    return at < end ? at : text.size();
}

std::span<const SecretBeginnings::Beginning> SecretBeginnings::at(std::string_view text, std::size_t at) const {
    const std::uint32_t bytes = packed(text.data() + at, kLength);
    if (!triples_[hash(bytes)]) return {};
    const auto [first, last] =
        std::equal_range(beginnings_.begin(), beginnings_.end(), Beginning{bytes, 0, {}}, is_before);
    return {first, last};
}

std::size_t SecretBeginnings::find_at_end(std::string_view text) const {
    const char* const end = text.data() + text.size();
    if (text.size() >= 2 && pairs_[packed(end - 2, 2)]) return text.size() - 2;
    if (!text.empty() && firsts_[packed(end - 1, 1)]) return text.size() - 1;
    return text.size();
}

inline std::uint32_t SecretBeginnings::packed(const char* bytes, std::size_t count) {
    std::uint32_t packed = 0;
    for (std::size_t i = 0; i < count; ++i) packed |= std::uint32_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    return packed;
}

/// Source: Knuth's multiplicative hash; the upper bits are the good ones.
inline std::size_t SecretBeginnings::hash(std::uint32_t bytes) { return (bytes * 0x9E3779B1U) >> (32 - kHashBits); }

}  // namespace errand
