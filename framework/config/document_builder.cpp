#include "config/document_builder.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/units.hpp"

namespace errand {

namespace {

constexpr std::size_t kDeepest = 50;
constexpr std::size_t kMostNodes = 10'000;
constexpr std::size_t kMostBytes = 4 << 20;

/// True when the quoted scalar at the beginning of `text` ends. yaml-cpp takes the end of the file for its end.
bool has_closing_quote(std::string_view text) {
    const char quote = text.front();
    for (std::size_t i = 1; i < text.size(); ++i) {
        const bool is_escape = quote == '"' ? text[i] == '\\' : text.substr(i, 2) == "''";
        if (is_escape) {
            ++i;
        } else if (text[i] == quote) {
            return true;
        }
    }
    return false;
}

}  // namespace

Node DocumentBuilder::take_root() {
    std::sort(offsets_.begin(), offsets_.end());
    set_ends(root_);
    return std::move(root_);
}

void DocumentBuilder::set_ends(Node& node) const {
    const auto next = std::upper_bound(offsets_.begin(), offsets_.end(), node.written_at);
    if (next != offsets_.end()) node.next_at = *next;
    for (Node& key : node.keys) set_ends(key);
    for (Node& item : node.items) set_ends(item);
}

void DocumentBuilder::begin_document(std::size_t offset) {
    if (documents_++ == 0) return;
    if (source_.text_from(offset).starts_with("---"))
        give_up(offset, "a second document begins here; a file may hold only one");
    give_up(offset, "this does not belong to what stands above it; check the indentation");
}

void DocumentBuilder::add_null(std::size_t offset, Anchor anchor) {
    Node node;
    node.offset = offset;
    // An empty value has no place of its own: yaml-cpp names where the next thing begins.
    if (!open_.empty() && open_.back().node.keys.size() > open_.back().node.items.size())
        node.offset = open_.back().node.keys.back().offset;
    attach(std::move(node), anchor);
}

void DocumentBuilder::add_alias(std::size_t offset, Anchor anchor) {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) give_up(offset, "this alias stands within what it refers to");
    count_below(found->second, offset);
    Node node = found->second;
    node.offset = offset;
    attach(std::move(node), 0);
}

void DocumentBuilder::add_scalar(std::size_t offset, const std::string& tag, Anchor anchor, const std::string& value) {
    Node node;
    node.kind = Node::Kind::scalar;
    node.offset = node.written_at = offset;
    node.text = value;
    node.is_plain = tag == "?";
    if (!node.is_plain) require_closing_quote(offset);
    refuse_tag(offset, tag);
    attach(std::move(node), anchor);
}

void DocumentBuilder::open(Node::Kind kind, std::size_t offset, const std::string& tag, Anchor anchor) {
    if (open_.size() == kDeepest) give_up(offset, "this is nested deeper than " + std::to_string(kDeepest) + " levels");
    refuse_tag(offset, tag);
    Node node;
    node.kind = kind;
    node.offset = offset;
    open_.push_back({std::move(node), anchor});
}

void DocumentBuilder::close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    if (done.node.kind == Node::Kind::map) report_repeated_keys(done.node);
    attach(std::move(done.node), done.anchor);
}

void DocumentBuilder::attach(Node node, Anchor anchor) {
    count_one(node, node.offset);
    offsets_.push_back(node.offset);
    if (anchor != 0) anchors_[anchor] = node;
    if (open_.empty()) {
        root_ = std::move(node);
    } else if (open_.back().node.kind == Node::Kind::list) {
        open_.back().node.items.push_back(std::move(node));
    } else {
        attach_to_map(open_.back().node, std::move(node));
    }
}

void DocumentBuilder::attach_to_map(Node& map, Node node) {
    if (map.keys.size() > map.items.size()) {
        map.items.push_back(std::move(node));
        return;
    }
    if (node.kind != Node::Kind::scalar)
        give_up(node.offset, std::string("a key must be text, found ") + node.kind_name());
    map.keys.push_back(std::move(node));
}

void DocumentBuilder::refuse_tag(std::size_t offset, const std::string& tag) {
    if (tag != "?" && tag != "!" && !tag.empty()) problems_.add(offset, "a tag such as '!text' means nothing here");
}

void DocumentBuilder::require_closing_quote(std::size_t offset) {
    const std::string_view text = source_.text_from(offset);
    const bool is_quoted = text.starts_with('"') || text.starts_with('\'');
    if (!is_quoted || has_closing_quote(text)) return;
    problems_.hide(offset, std::string::npos);
    give_up(offset, "the text that this quote opens is not closed");
}

void DocumentBuilder::report_repeated_keys(const Node& map) {
    std::map<std::string_view, const Node*> first;
    for (const Node& key : map.keys) {
        const auto [earlier, is_new] = first.emplace(key.text, &key);
        if (!is_new)
            problems_.add(key.offset, "repeated key '" + key.text + "', first given in line " +
                                          std::to_string(source_.position(earlier->second->offset).line));
    }
}

void DocumentBuilder::count_below(const Node& node, std::size_t offset) {
    for (const Node& key : node.keys) count_one(key, offset);
    for (const Node& item : node.items) {
        count_one(item, offset);
        count_below(item, offset);
    }
}

void DocumentBuilder::count_one(const Node& node, std::size_t offset) {
    bytes_ += node.text.size();
    if (++nodes_ > kMostNodes || bytes_ > kMostBytes)
        give_up(offset, "too much for one file: at most " + std::to_string(kMostNodes) + " values and " +
                            format_size(kMostBytes) + " of text, counting what aliases stand for");
}

void DocumentBuilder::give_up(std::size_t offset, const std::string& what) {
    problems_.hide_what_looks_secret();
    problems_.add(offset, what);
    problems_.throw_all();
}

}  // namespace errand
