#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/secret_spellings.hpp"
#include "base/wiping_allocator.hpp"

namespace errand {

/// With which bytes the spellings of secrets begin: finds the few places of a text that deserve a closer look.
///
/// It looks at three bytes, since one is too common: a sixteenth of all letters and digits are characters that base64
/// could begin a given secret with. Wiped when it is destroyed.
class SecretBeginnings {
public:
    static constexpr std::size_t kLength = 3;

    /// Three bytes, and where they lead in the spellings that were added as `entry`.
    struct Beginning {
        std::uint32_t bytes;
        std::uint32_t entry;
        SecretSpellings::Place to;
    };

    SecretBeginnings() = default;
    SecretBeginnings(const SecretBeginnings&) = default;
    SecretBeginnings& operator=(const SecretBeginnings&) = default;
    ~SecretBeginnings();

    void add(const SecretSpellings& spellings, std::uint32_t entry);

    /// The first place from `at` on where three bytes of `text` may begin a spelling; its size if there is none.
    std::size_t find(std::string_view text, std::size_t at) const;
    /// What the three bytes of `text` at `at` begin.
    std::span<const Beginning> at(std::string_view text, std::size_t at) const;
    /// Where, in its last two bytes, `text` has the first byte or two of a spelling; its size if nowhere.
    std::size_t find_at_end(std::string_view text) const;

private:
    static constexpr int kHashBits = 16;

    static std::uint32_t packed(const char* bytes, std::size_t count);
    static std::size_t hash(std::uint32_t bytes);

    std::bitset<std::size_t{1} << 8> firsts_;
    std::bitset<std::size_t{1} << 16> pairs_;
    /// By hash: that it is clear here means that no beginning is that.
    std::bitset<std::size_t{1} << kHashBits> triples_;
    /// Sorted by their bytes.
    std::vector<Beginning, WipingAllocator<Beginning>> beginnings_;
};

}  // namespace errand
