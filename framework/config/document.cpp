#include "config/document.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "config/document_builder.hpp"

namespace errand {

namespace {

/// Passes what yaml-cpp finds to a DocumentBuilder.
class YamlEvents final : public YAML::EventHandler {
public:
    explicit YamlEvents(DocumentBuilder& builder) : builder_(builder) {}

    void OnDocumentStart(const YAML::Mark& mark) override { builder_.begin_document(offset_of(mark)); }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { builder_.add_null(offset_of(mark), anchor); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        builder_.add_alias(offset_of(mark), anchor);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        builder_.add_scalar(offset_of(mark), tag, anchor, value);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        builder_.open(Node::Kind::list, offset_of(mark), tag, anchor);
    }
    void OnSequenceEnd() override { builder_.close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        builder_.open(Node::Kind::map, offset_of(mark), tag, anchor);
    }
    void OnMapEnd() override { builder_.close(); }

    /// A mark's position counts bytes of UTF-8.
    static std::size_t offset_of(const YAML::Mark& mark) { return static_cast<std::size_t>(std::max(mark.pos, 0)); }

private:
    DocumentBuilder& builder_;
};

/// yaml-cpp's words for the mistakes that people make most, and ours.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kClearerWords = {{
    {"illegal map value", "a key cannot stand here; check the indentation, or quote the text if ':' belongs to it"},
    {"illegal block entry", "a list item cannot stand here; begin it on a line of its own"},
    {"end of sequence flow not found", "the list that '[' opens is not closed by ']'"},
    {"end of map flow not found", "the map that '{' opens is not closed by '}'"},
    {"illegal flow end", "this closes nothing that is open here"},
    {"end of map not found", "this does not continue what stands before it; check the quotes and the indentation"},
    {"end of sequence not found", "this is no item of the list above it; check the indentation"},
    {"unknown token", "a text may not begin with this character; quote it"},
    {"the referenced anchor is not defined", "this alias refers to nothing; quote the text if '*' belongs to it"},
}};

std::string clearer(const std::string& message) {
    for (const auto& [theirs, ours] : kClearerWords)
        if (message == theirs) return std::string(ours);
    return message;
}

/// The first tab in the indentation of a line down to that of `last`; npos when there is none.
std::size_t find_indenting_tab(const SourceText& source, std::size_t last) {
    const std::string_view text = source.text();
    for (std::size_t line = 0; line < text.size() && line <= last; line = text.find('\n', line) + 1) {
        const std::size_t content = std::min(text.find_first_not_of(" \t", line), text.size());
        const std::size_t tab = text.find('\t', line);
        if (tab < content && content < text.size() && text[content] != '\n' && text[content] != '#') return tab;
        if (text.find('\n', line) == std::string_view::npos) break;
    }
    return std::string_view::npos;
}

void add_syntax_error(Problems& problems, std::size_t offset, const std::string& message) {
    const std::size_t tab = find_indenting_tab(problems.source(), offset);
    if (tab != std::string_view::npos) {
        problems.add(tab, "a tab in the indentation; YAML indents with spaces only");
    } else {
        problems.add(offset, clearer(message));
    }
}

}  // namespace

const char* Node::kind_name() const {
    constexpr const char* kNames[] = {"nothing", "text", "a list", "a map"};
    return kNames[static_cast<std::size_t>(kind)];
}

Document::Document(Problems& problems) {
    const SourceText& source = problems.source();
    if (const auto flaw = source.find_flaw()) {
        problems.hide_what_looks_secret();
        problems.add(flaw->offset, flaw->what);
        problems.throw_all();
    }
    DocumentBuilder builder(problems);
    try {
        std::istringstream stream{std::string(source.text())};
        YAML::Parser parser(stream);
        YamlEvents events(builder);
        while (parser.HandleNextDocument(events)) continue;
    } catch (const YAML::Exception& error) {
        problems.hide_what_looks_secret();
        add_syntax_error(problems, YamlEvents::offset_of(error.mark), error.msg);
        problems.throw_all();
    }
    root_ = builder.take_root();
    node_offsets_ = builder.take_offsets();
}

std::size_t Document::next_after(std::size_t offset) const {
    const auto next = std::upper_bound(node_offsets_.begin(), node_offsets_.end(), offset);
    return next == node_offsets_.end() ? std::string::npos : *next;
}

void Document::hide(const Node& node, Problems& problems) const {
    if (node.kind == Node::Kind::scalar) problems.hide(node.written_at, next_after(node.written_at));
    for (const Node& key : node.keys) hide(key, problems);
    for (const Node& item : node.items) hide(item, problems);
}

}  // namespace errand
