#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "config/problems.hpp"

namespace errand {

/// A piece of a YAML document: what was written, not yet what it means.
struct Node {
    enum class Kind { null, scalar, list, map };

    Kind kind = Kind::null;
    /// Where it begins.
    std::size_t offset = 0;
    /// Of a scalar, as it was written but for quotes and escapes.
    std::string text;
    /// A scalar without quotes; only such a one can be an integer or a boolean.
    bool is_plain = false;
    /// Of a list, or the values of a map.
    std::vector<Node> items;
    /// Of a map: scalars, all different, as many as there are items.
    std::vector<Node> keys;

    /// For messages: "nothing", "text", "a list", "a map".
    const char* kind_name() const;
};

/// A YAML file with one document, aliases replaced by what they stand for.
class Document {
public:
    /// Reads the text of `problems`. Problems that leave something to read, such as a repeated key, are added there.
    /// \throws ConfigError with all problems so far if the rest cannot be read: it is no text or no YAML, is nested
    /// deeper than 50 levels, or has more than 10,000 values or 4 MiB of text.
    explicit Document(Problems& problems);

    /// Null for a file without content.
    const Node& root() const { return root_; }
    /// The end of what `node` was written as, or a little further: there the next node begins.
    std::size_t end_of(const Node& node) const;

private:
    Node root_;
    std::vector<std::size_t> node_offsets_;
};

}  // namespace errand
