#include "config/document.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <utility>

#include "config/document_builder.hpp"

namespace errand {

namespace {

/// Passes what yaml-cpp finds to a DocumentBuilder.
class YamlEvents final : public YAML::EventHandler {
public:
    YamlEvents(const SourceText& source, DocumentBuilder& builder) : source_(source), builder_(builder) {}

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
    std::size_t offset_of(const YAML::Mark& mark) const {
        return std::min(source_.begin() + static_cast<std::size_t>(std::max(mark.pos, 0)), source_.end());
    }

private:
    const SourceText& source_;
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

/// The first tab in the indentation of a line down to that of `last`.
std::optional<std::size_t> find_indenting_tab(const SourceText& source, std::size_t last) {
    for (std::size_t line = source.begin(); line < source.end() && line <= last;) {
        const std::string_view rest = source.text_from(line);
        const std::size_t content = std::min(rest.find_first_not_of(" \t"), rest.size());
        const std::size_t tab = rest.find('\t');
        if (tab < content && content < rest.size() && rest[content] != '\n' && rest[content] != '#') return line + tab;
        line += std::min(rest.find('\n'), rest.size() - 1) + 1;
    }
    return std::nullopt;
}

void add_syntax_error(const SourceText& source, Problems& problems, std::size_t offset, const std::string& message) {
    if (const auto tab = find_indenting_tab(source, offset)) {
        problems.add(*tab, "a tab in the indentation; YAML indents with spaces only");
    } else {
        problems.add(offset, clearer(message));
    }
}

}  // namespace

const Node* Node::find(std::string_view key) const {
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const Node& node) { return node.text == key; });
    return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

const char* Node::kind_name() const {
    constexpr const char* kNames[] = {"nothing", "text", "a list", "a map"};
    return kNames[static_cast<std::size_t>(kind)];
}

Node read_document(const SourceText& source, Problems& problems) {
    if (const auto flaw = source.find_flaw()) {
        problems.hide_what_looks_secret();
        problems.add(flaw->offset, flaw->what);
        problems.throw_all();
    }
    DocumentBuilder builder(source, problems);
    YamlEvents events(source, builder);
    try {
        std::istringstream stream{std::string(source.text())};
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(events)) continue;
    } catch (const YAML::Exception& error) {
        problems.hide_what_looks_secret();
        add_syntax_error(source, problems, events.offset_of(error.mark), error.msg);
        problems.throw_all();
    }
    return builder.take_root();
}

void hide_texts(const Node& node, Problems& problems) {
    if (node.kind == Node::Kind::scalar) problems.hide(node.written_at, node.next_at);
    for (const Node& key : node.keys) hide_texts(key, problems);
    for (const Node& item : node.items) hide_texts(item, problems);
}

}  // namespace errand
