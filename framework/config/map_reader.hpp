#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/document.hpp"
#include "config/problems.hpp"

namespace errand {

/// Whether the line of an unknown key may be shown: the key may be a misspelt one whose value is a secret.
enum class UnknownKeys { show, hide };

/// Looks at a node as a map with known keys. When it is none, that is a problem, and the map is empty.
///
/// Lifetime: `node` and `problems` outlive it.
class MapReader {
public:
    MapReader(const Node& node, Problems& problems);

    bool is_map() const { return is_map_; }
    /// As Node::find().
    const Node* find(std::string_view key) const;
    /// As find(); that there is none is a problem.
    const Node* require(std::string_view key) const;
    /// Reports each of `keys` that is there: `'<key>' <why>`.
    void refuse_keys(const std::vector<std::string>& keys, const std::string& why) const;
    /// Reports every key that is not in `known`, as an unknown `what`, with the nearest of `known`.
    void refuse_other_keys_than(const std::vector<std::string>& known, UnknownKeys lines = UnknownKeys::show,
                                std::string_view what = "key") const;

private:
    const Node& node_;
    Problems& problems_;
    const bool is_map_;
};

}  // namespace errand
