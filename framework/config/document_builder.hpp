#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "config/document.hpp"
#include "config/problems.hpp"

namespace errand {

/// Makes a tree of nodes of the events of a YAML parser, within limits. yaml-cpp's own tree would accept repeated keys,
/// expand aliases without bound and forget where an alias stood.
///
/// \throws ConfigError from every event when it passes a limit.
class DocumentBuilder {
public:
    /// Names what an alias may refer to; 0 is nothing.
    using Anchor = std::size_t;

    DocumentBuilder(const SourceText& source, Problems& problems) : source_(source), problems_(problems) {
        root_.offset = source.begin();
    }

    void begin_document(std::size_t offset);
    void add_null(std::size_t offset, Anchor anchor);
    void add_alias(std::size_t offset, Anchor anchor);
    /// `tag` is `?` for a plain scalar and `!` for a quoted or block one, unless the file has a tag.
    void add_scalar(std::size_t offset, const std::string& tag, Anchor anchor, const std::string& value);
    /// Begins a list or map, which close() ends.
    void open(Node::Kind kind, std::size_t offset, const std::string& tag, Anchor anchor);
    void close();

    /// To be called once, at the end.
    Node take_root();

private:
    /// A list or map whose end has not come yet.
    struct Open {
        Node node;
        Anchor anchor;
    };

    void attach(Node node, Anchor anchor);
    void attach_to_map(Node& map, Node node);
    void refuse_tag(std::size_t offset, const std::string& tag);
    void require_closing_quote(std::size_t offset);
    void report_repeated_keys(const Node& map);
    /// Counts what an alias at `offset` adds beside `node` itself.
    void count_below(const Node& node, std::size_t offset);
    void count_one(const Node& node, std::size_t offset);
    [[noreturn]] void give_up(std::size_t offset, const std::string& what);

    /// Tells every scalar in `node` what follows it.
    void set_ends(Node& node) const;

    const SourceText& source_;
    Problems& problems_;
    Node root_;
    std::vector<Open> open_;
    std::map<Anchor, Node> anchors_;
    /// Where nodes begin.
    std::vector<std::size_t> offsets_;
    std::size_t nodes_ = 0;
    std::size_t bytes_ = 0;
    int documents_ = 0;
};

}  // namespace errand
