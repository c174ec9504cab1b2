#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "errand/json.hpp"
#include "json/utf8.hpp"

namespace errand {

namespace {

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
            else if (is_second_control_set(rest))
                write_escaped(static_cast<unsigned char>(rest[1]));
            else if (length == 0)
                text_ += "\xEF\xBF\xBD";
            else
                text_ += rest.substr(0, length);
            rest.remove_prefix(std::max<std::size_t>(length, 1));
        }
        text_ += '"';
    }

    void write_ascii(char c) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            text_ += {'\\', c};
        else if (c == '\n')
            text_ += "\\n";
        else if (code < 0x20 || code == 0x7f)
            write_escaped(code);
        else
            text_ += c;
    }

    /// U+0080 to U+009F, in UTF-8: these drive terminals as escape sequences do.
    static bool is_second_control_set(std::string_view rest) {
        return rest.size() > 1 && rest[0] == '\xC2' && static_cast<unsigned char>(rest[1]) >= 0x80 &&
               static_cast<unsigned char>(rest[1]) < 0xA0;
    }

    void write_escaped(unsigned char code) {
        constexpr char kHex[] = "0123456789abcdef";
        text_ += {'\\', 'u', '0', '0', kHex[code >> 4], kHex[code & 15]};
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

std::string to_json(const Value& value, JsonStyle style) {
    Writer writer(style);
    writer.write(value);
    return writer.take();
}

}  // namespace errand
