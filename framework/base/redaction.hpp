#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/redactor.hpp"
#include "base/wiping_allocator.hpp"

namespace errand {

/// One text on its way through a redactor, piece by piece. Where it is cut makes no difference to what comes out.
///
/// Held back is only what may still turn out to be a secret: no more than the longest spelling of one.
/// Thread-safety: none; the redactor may learn more secrets meanwhile, which count for what is fed from then on.
/// Lifetime: the redactor outlives it.
class Redaction {
public:
    explicit Redaction(const Redactor& redactor) : redactor_(redactor) {}
    Redaction(const Redaction&) = delete;
    Redaction& operator=(const Redaction&) = delete;
    /// Wipes what is held back.
    ~Redaction();

    /// Appends to `out` what may go out now.
    void feed(std::string_view piece, std::string& out);
    /// Appends what was held back, since no more will come. What is fed after it is another text.
    void finish(std::string& out);

private:
    /// A spelling of a secret that has been read up to a place.
    struct Candidate {
        std::uint32_t entry;
        SecretSpellings::Place place;
        std::uint64_t begin;
    };
    /// What must not go out: secrets that overlap. The one that gives the label is of `entry` and ends at `entry_end`.
    struct Cover {
        std::uint64_t begin;
        std::uint64_t end;
        std::uint32_t entry;
        std::uint64_t entry_end;
    };

    static bool is_before(const Candidate& a, const Candidate& b);
    static bool leads_on_as(const Candidate& a, const Candidate& b);
    void feed_block(std::string_view block, std::string& out);
    void scan(std::string_view window, std::size_t from);
    void step(std::string_view window, std::size_t at);
    void begin(std::string_view window, std::size_t at);
    void follow(const Candidate& candidate, char byte, std::uint64_t end);
    void cover(Cover found);
    std::uint64_t first_candidate(std::uint64_t none) const;
    void release(std::string_view window, std::uint64_t end, std::string& out);

    const Redactor& redactor_;
    std::shared_ptr<const Redactor::Known> known_;
    /// Positions count from the beginning of the text; `held_` begins at this one.
    std::uint64_t base_ = 0;
    std::basic_string<char, std::char_traits<char>, WipingAllocator<char>> held_;
    /// By entry and place, each once, with the earliest beginning.
    std::vector<Candidate> candidates_;
    /// Apart from each other, in the order of the text. The first may have begun, and been labelled, before `base_`.
    std::vector<Cover> covers_;
    std::vector<Candidate> next_candidates_;
    std::vector<SecretSpellings::Edge> edges_;
};

}  // namespace errand
