#include "base/redaction.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace errand {

Redaction::~Redaction() { explicit_bzero(held_.data(), held_.capacity()); }

void Redaction::feed(std::string_view piece, std::string& out) {
    known_ = redactor_.known();
    if (!known_) {
        out += piece;
        return;
    }
    constexpr std::size_t kBlock = std::size_t{64} * 1024;
    for (std::size_t at = 0; at < piece.size(); at += kBlock) feed_block(piece.substr(at, kBlock), out);
}

void Redaction::finish(std::string& out) {
    candidates_.clear();
    release(held_, base_ + held_.size(), out);
    held_.clear();
    covers_.clear();
    base_ = 0;
}

void Redaction::feed_block(std::string_view block, std::string& out) {
    const std::size_t already_read = held_.size();
    if (already_read > 0) held_ += block;
    const std::string_view window = already_read > 0 ? std::string_view(held_) : block;
    scan(window, already_read);
    const std::uint64_t end = first_candidate(base_ + known_->beginnings.find_at_end(window));
    release(window, end, out);
    const std::size_t gone = end - base_;
    already_read > 0 ? held_.erase(0, gone) : held_.assign(window.substr(gone));
    base_ = end;
}

/// Reads on at `from`. A candidate comes into being with its third byte.
void Redaction::scan(std::string_view window, std::size_t from) {
    constexpr std::size_t kBehind = SecretBeginnings::kLength - 1;
    for (std::size_t at = from; at < window.size(); ++at) {
        if (candidates_.empty()) at = known_->beginnings.find(window, at < kBehind ? 0 : at - kBehind) + kBehind;
        if (at < window.size()) step(window, at);
    }
}

void Redaction::step(std::string_view window, std::size_t at) {
    next_candidates_.clear();
    for (const Candidate& candidate : candidates_) follow(candidate, window[at], base_ + at + 1);
    if (at + 1 >= SecretBeginnings::kLength) begin(window, at + 1 - SecretBeginnings::kLength);
    std::sort(next_candidates_.begin(), next_candidates_.end(), is_before);
    next_candidates_.erase(std::unique(next_candidates_.begin(), next_candidates_.end(), leads_on_as),
                           next_candidates_.end());
    candidates_.swap(next_candidates_);
}

bool Redaction::is_before(const Candidate& a, const Candidate& b) {
    return std::tie(a.entry, a.place.unit, a.place.within, a.begin) <
           std::tie(b.entry, b.place.unit, b.place.within, b.begin);
}

bool Redaction::leads_on_as(const Candidate& a, const Candidate& b) { return a.entry == b.entry && a.place == b.place; }

void Redaction::begin(std::string_view window, std::size_t at) {
    for (const auto& beginning : known_->beginnings.at(window, at))
        next_candidates_.push_back({beginning.entry, beginning.to, base_ + at});
}

void Redaction::follow(const Candidate& candidate, char byte, std::uint64_t end) {
    const Redactor::Entry& entry = known_->entries[candidate.entry];
    edges_.clear();
    entry.spellings->add_edges(candidate.place, edges_);
    for (const auto& edge : edges_) {
        if (edge.byte != byte) continue;
        if (entry.spellings->is_end(edge.to))
            cover({candidate.begin, end, candidate.entry, end});
        else
            next_candidates_.push_back({candidate.entry, edge.to, candidate.begin});
    }
}

/// None that is known ends after `found`.
void Redaction::cover(Cover found) {
    while (!covers_.empty() && covers_.back().end > found.begin) {
        const Cover& last = covers_.back();
        const bool keeps_label =
            last.begin < found.begin || (last.begin == found.begin && last.entry_end == found.entry_end);
        if (keeps_label) found = {last.begin, found.end, last.entry, last.entry_end};
        covers_.pop_back();
    }
    covers_.push_back(found);
}

std::uint64_t Redaction::first_candidate(std::uint64_t none) const {
    for (const Candidate& candidate : candidates_) none = std::min(none, candidate.begin);
    return none;
}

/// Appends what is before `end`, where no secret can begin any more.
void Redaction::release(std::string_view window, std::uint64_t end, std::string& out) {
    std::uint64_t at = base_;
    for (const Cover& cover : covers_) {
        if (cover.begin >= end) break;
        if (cover.begin >= base_) {
            out += window.substr(at - base_, cover.begin - at);
            out += known_->entries[cover.entry].label;
        }
        at = std::min(cover.end, end);
    }
    out += window.substr(at - base_, end - at);
    std::erase_if(covers_, [end](const Cover& cover) { return cover.end <= end; });
}

}  // namespace errand
