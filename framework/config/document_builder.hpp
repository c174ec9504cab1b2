#pragma once

#include <yaml-cpp/eventhandler.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "config/document.hpp"
#include "config/problems.hpp"

namespace errand {

/// Makes a tree of nodes of yaml-cpp's events, within limits. yaml-cpp's own tree would accept repeated keys, expand
/// aliases without bound and forget where an alias stood. Only document.cpp includes this.
///
/// \throws ConfigError from the events when a limit is passed.
class DocumentBuilder final : public YAML::EventHandler {
public:
    explicit DocumentBuilder(Problems& problems) : problems_(problems) {}

    Node take_root() { return std::move(root_); }
    /// Where nodes begin, in ascending order.
    std::vector<std::size_t> take_offsets();

    void OnDocumentStart(const YAML::Mark& mark) override;
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override;
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override;
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override;
    void OnMapEnd() override;

private:
    /// A list or map whose end has not come yet.
    struct Open {
        Node node;
        YAML::anchor_t anchor;
    };

    void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor);
    void close();
    void attach(Node node, YAML::anchor_t anchor);
    void attach_to_map(Node& map, Node node);
    void refuse_tag(std::size_t offset, const std::string& tag);
    void require_closing_quote(std::size_t offset);
    void report_repeated_keys(const Node& map);
    /// Counts what an alias at `offset` adds beside `node` itself.
    void count_below(const Node& node, std::size_t offset);
    void count_one(const Node& node, std::size_t offset);
    [[noreturn]] void give_up(std::size_t offset, const std::string& what);

    Problems& problems_;
    Node root_;
    std::vector<Open> open_;
    std::map<YAML::anchor_t, Node> anchors_;
    std::vector<std::size_t> offsets_;
    std::size_t nodes_ = 0;
    std::size_t bytes_ = 0;
    int documents_ = 0;
};

}  // namespace errand
