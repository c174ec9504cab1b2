#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/problems.hpp"

namespace errand {

/// A piece of a YAML document: what was written, not yet what it means.
struct Node {
    enum class Kind { null, scalar, list, map };

    Kind kind = Kind::null;
    /// Where it begins; of an alias, where that stands.
    std::size_t offset = 0;
    /// Where its text stands: of an alias, where it was anchored.
    std::size_t written_at = 0;
    /// Of a scalar: where that which follows its text begins; npos where nothing does.
    std::size_t next_at = std::string::npos;
    /// Of a scalar, as it was written but for quotes and escapes.
    std::string text;
    /// A scalar without quotes; only such a one can be an integer or a boolean.
    bool is_plain = false;
    /// Of a list, or the values of a map.
    std::vector<Node> items;
    /// Of a map: scalars, all different, as many as there are items.
    std::vector<Node> keys;

    /// Of a map: the value of `key`, the first one of repeated keys; nullptr when there is none.
    const Node* find(std::string_view key) const;
    /// For messages: "nothing", "text", "a list", "a map".
    const char* kind_name() const;
};

/// Reads a YAML file with one document; null when it has no content. Aliases are replaced by what they stand for.
/// Problems that leave something to read, such as a repeated key, are added to `problems`.
/// \throws ConfigError with all problems so far if the rest cannot be read: it is no text or no YAML, is nested
/// deeper than 50 levels, or has more than 10,000 values or 4 MiB of text.
Node read_document(const SourceText& source, Problems& problems);

/// Sees to it that no line is shown on which a text in `node` stands.
void hide_texts(const Node& node, Problems& problems);

}  // namespace errand
