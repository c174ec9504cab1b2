#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "config/config_error.hpp"
#include "config/sources.hpp"

namespace errand {

/// Collects what is wrong with files that are read together, so that everything is reported at once.
///
/// Lifetime: `sources` outlive it.
class Problems {
public:
    explicit Problems(const Sources& sources) : sources_(sources) {}

    const Sources& sources() const { return sources_; }

    void add(std::size_t offset, std::string what) { found_.push_back({offset, std::move(what)}); }
    /// A secret stands, or may stand, from `begin` to `end` or the blanks before it: none of these lines will be shown.
    void hide(std::size_t begin, std::size_t end);
    /// From now on it is not known where secrets are: lines that look like holding one will not be shown.
    void hide_what_looks_secret() { hides_by_look_ = true; }

    /// \throws ConfigError always: with all problems.
    [[noreturn]] void throw_all() const;
    /// \throws ConfigError if there is any problem.
    void throw_if_any() const {
        if (!found_.empty()) throw_all();
    }

private:
    struct Found {
        std::size_t offset;
        std::string what;
    };

    bool may_be_shown(std::size_t offset) const;

    const Sources& sources_;
    std::vector<Found> found_;
    std::vector<std::pair<std::size_t, std::size_t>> hidden_;
    bool hides_by_look_ = false;
};

}  // namespace errand
