#include "errand/json.hpp"

#include <Poco/Exception.h>
#include <Poco/JSON/Handler.h>
#include <Poco/JSON/Parser.h>

#include <charconv>
#include <cmath>
#include <limits>

namespace errand {

namespace {

constexpr std::size_t kDepthLimit = 100;

/// Builds a Value while Poco reads, so that the document is never held twice.
class ValueBuilder final : public Poco::JSON::Handler {
public:
    Value take() { return std::move(root_); }

    void reset() override {
        root_ = Value();
        open_.clear();
    }
    void startObject() override { open(Value::Map{}); }
    void endObject() override { open_.pop_back(); }
    void startArray() override { open(Value::List{}); }
    void endArray() override { open_.pop_back(); }
    void key(const std::string& key) override { key_ = key; }
    void null() override { add(Value()); }
    void value(int number) override { add(number); }
    void value(unsigned number) override { add(number); }
    void value(Poco::Int64 number) override { add(number); }
    void value(Poco::UInt64 number) override {
        if (number <= static_cast<Poco::UInt64>(std::numeric_limits<std::int64_t>::max()))
            add(number);
        else
            add(static_cast<double>(number));
    }
    void value(const std::string& text) override { add(text); }
    void value(double number) override { add(number); }
    void value(bool truth) override { add(truth); }

private:
    Value& add(Value value) {
        if (open_.empty()) return root_ = std::move(value);
        if (open_.back()->is_list()) return open_.back()->list().emplace_back(std::move(value));
        return open_.back()->map()[key_] = std::move(value);
    }
    void open(Value value) { open_.push_back(&add(std::move(value))); }

    Value root_;
    std::string key_;
    /// The lists and maps around the next value. Stable, since only the innermost one grows.
    std::vector<Value*> open_;
};

/// The length of the well-formed UTF-8 sequence at the front of `text`, or 0.
/// Source: RFC 3629 section 4.
std::size_t utf8_sequence(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F)) return 0;
        return follows(1) && follows(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        if ((first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F)) return 0;
        return follows(1) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

class Writer {
public:
    explicit Writer(JsonStyle style) : indented_(style == JsonStyle::indented) {}

    void write(const Value& value) {
        if (value.is_boolean())
            text_ += value.boolean() ? "true" : "false";
        else if (value.is_integer())
            text_ += std::to_string(value.integer());
        else if (value.is_number())
            write_number(value.number());
        else if (value.is_text())
            write_text(value.text());
        else if (value.is_list())
            write_list(value.list());
        else if (value.is_map())
            write_map(value.map());
        else
            text_ += "null";
    }

    std::string take() { return std::move(text_); }

private:
    void write_number(double number) {
        if (!std::isfinite(number)) {
            text_ += "null";
            return;
        }
        char digits[32];
        const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        const std::string_view shortest(digits, static_cast<std::size_t>(end - digits));
        text_ += shortest;
        // So that it reads back as a number and not as an integer.
        if (shortest.find_first_of(".e") == std::string_view::npos) text_ += ".0";
    }

    void write_text(std::string_view rest) {
        text_ += '"';
        while (!rest.empty()) {
            const std::size_t length = utf8_sequence(rest);
            if (length == 1)
                write_ascii(rest.front());
            else if (length == 0)
                text_ += "\xEF\xBF\xBD";
            else
                text_ += rest.substr(0, length);
            rest.remove_prefix(std::max<std::size_t>(length, 1));
        }
        text_ += '"';
    }

    void write_ascii(char c) {
        constexpr char kHex[] = "0123456789abcdef";
        const auto code = static_cast<unsigned>(c);
        if (c == '"' || c == '\\')
            text_ += {'\\', c};
        else if (c == '\n')
            text_ += "\\n";
        else if (code < 0x20 || code == 0x7f)
            text_ += {'\\', 'u', '0', '0', kHex[code >> 4], kHex[code & 15]};
        else
            text_ += c;
    }

    void write_list(const Value::List& list) {
        write_members(list, '[', ']', [this](const Value& item) { write(item); });
    }

    void write_map(const Value::Map& map) {
        write_members(map, '{', '}', [this](const Value::Map::value_type& member) {
            write_text(member.first);
            text_ += indented_ ? ": " : ":";
            write(member.second);
        });
    }

    template <class Members, class WriteMember>
    void write_members(const Members& members, char open, char close, WriteMember write_member) {
        text_ += open;
        ++depth_;
        bool first = true;
        for (const auto& member : members) {
            if (!first) text_ += ',';
            first = false;
            break_line();
            write_member(member);
        }
        --depth_;
        if (!first) break_line();
        text_ += close;
    }

    void break_line() {
        if (indented_) text_.append(1, '\n').append(2 * depth_, ' ');
    }

    const bool indented_;
    std::size_t depth_ = 0;
    std::string text_;
};

}  // namespace

Value parse_json(std::string_view text) {
    Poco::SharedPtr<ValueBuilder> builder(new ValueBuilder);
    Poco::JSON::Parser parser(builder);
    parser.setDepth(kDepthLimit);
    try {
        parser.parse(std::string(text));
    } catch (const Poco::Exception& error) {
        throw JsonError("not JSON: " + (error.message().empty() ? error.displayText() : error.message()));
    }
    return builder->take();
}

std::string to_json(const Value& value, JsonStyle style) {
    Writer writer(style);
    writer.write(value);
    return writer.take();
}

}  // namespace errand
