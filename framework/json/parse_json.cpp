#include <Poco/Exception.h>
#include <Poco/JSON/Handler.h>
#include <Poco/JSON/Parser.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "errand/json.hpp"
#include "json/utf8.hpp"

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
    void value(Poco::UInt64 number) override { add(static_cast<double>(number)); }
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

/// The length of the string literal at the front of `text`, or of all of it when it does not end.
std::size_t string_length(std::string_view text) {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i + 1;
    }
    return text.size();
}

bool is_integer_beyond_64_bits(std::string_view token) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), number);
    return error == std::errc::result_out_of_range && end == token.data() + token.size();
}

/// `text` with a fraction added to integers that do not fit 64 bits. Without one, Poco takes 18446744073709551616 for 0
/// and -9223372036854775809 for its neighbour, and refuses others.
std::string with_large_integers_as_numbers(std::string_view text) {
    constexpr std::string_view kNumberCharacters = "+-.0123456789Ee";
    std::string prepared;
    prepared.reserve(text.size());
    while (!text.empty()) {
        std::size_t length = std::min(text.find_first_not_of(kNumberCharacters), text.size());
        const bool is_number = length > 0;
        if (text.front() == '"')
            length = string_length(text);
        else if (!is_number)
            length = std::min(text.find_first_of("\"+-.0123456789Ee"), text.size());
        prepared += text.substr(0, length);
        if (is_number && is_integer_beyond_64_bits(text.substr(0, length))) prepared += ".0";
        text.remove_prefix(length);
    }
    return prepared;
}

/// Where `text` stops being UTF-8: its size when nowhere.
std::size_t utf8_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size()) {
        const std::size_t sequence = utf8_sequence(text.substr(length));
        if (sequence == 0) break;
        length += sequence;
    }
    return length;
}

/// Poco's messages quote bytes as they are, control characters and parts of UTF-8 sequences among them.
std::string in_plain_ascii(std::string_view text) {
    constexpr char kHex[] = "0123456789abcdef";
    std::string plain;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte >= 0x7f)
            plain += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
        else
            plain += c;
    }
    return plain;
}

std::string reason(std::string_view text, const Poco::Exception& error) {
    if (const std::size_t valid = utf8_length(text); valid < text.size())
        return "byte " + std::to_string(valid + 1) + " is not UTF-8";
    // Poco's message ends where it would quote one.
    if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
        return "byte " + std::to_string(zero + 1) + " is zero";
    const std::string& message = error.message();
    // Poco shows the end of the text as byte 0xff, which no UTF-8 text contains.
    if (message.find('\xff') != std::string::npos) return "unexpected end of text";
    if (message.rfind("Excess characters", 0) == 0) return "more text follows after the end of the document";
    return in_plain_ascii(message.empty() ? error.displayText() : message);
}

}  // namespace

Value parse_json(std::string_view text) {
    Poco::SharedPtr<ValueBuilder> builder(new ValueBuilder);
    Poco::JSON::Parser parser(builder);
    parser.setDepth(kDepthLimit);
    try {
        parser.parse(with_large_integers_as_numbers(text));
    } catch (const Poco::Exception& error) {
        throw JsonError("not JSON: " + reason(text, error));
    }
    return builder->take();
}

}  // namespace errand
