#include "expression/lexer.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <system_error>
#include <utility>

#include "expression/expression_error.hpp"
#include "json/utf8.hpp"

namespace errand::expression {

namespace {

/// Of two that begin alike the longer one first.
constexpr std::string_view kSymbols[] = {"||", "&&", "==", "!=", "<=", ">=", "<", ">",
                                         "!",  "(",  ")",  "[",  "]",  ".",  ","};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool begins_name(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; }
bool continues_name(char c) { return begins_name(c) || is_digit(c) || c == '-'; }

/// What somebody may have wanted to say with a character that has no meaning here.
std::string advice(char c) {
    if (c == '=') return ", did you mean '=='?";
    if (c == '&') return ", did you mean '&&'?";
    if (c == '|') return ", did you mean '||'?";
    if (c == '"') return ": a text stands in single quotes";
    if (std::string_view("+-*/%").find(c) != std::string_view::npos) return ": there is no arithmetic";
    return {};
}

/// The first character of `text`, or its first byte where it has no meaning or would not show.
std::string shown_character(std::string_view text) {
    constexpr char kHex[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(text.front());
    const std::size_t length = utf8_sequence(text);
    if (length > 0 && byte >= ' ' && byte != 0x7f) return '\'' + std::string(text.substr(0, length)) + '\'';
    return {'b', 'y', 't', 'e', ' ', '0', 'x', kHex[byte >> 4], kHex[byte & 15]};
}

template <class Number>
std::optional<Number> number_from(std::string_view written) {
    Number number{};
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
    if (error != std::errc()) return std::nullopt;
    return number;
}

}  // namespace

bool is_name(std::string_view text) {
    return !text.empty() && begins_name(text.front()) && std::all_of(text.begin(), text.end(), continues_name);
}

void fail_unclosed_text(std::size_t column) {
    throw ExpressionSyntaxError(column, "the text that begins here is not closed, expected a ' at its end");
}

std::string Token::description() const {
    if (kind == Kind::end) return "end";
    if (kind == Kind::text) return "a text";
    return '\'' + std::string(written) + '\'';
}

Token Lexer::next() {
    at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size());
    if (at_ == text_.size()) return token(Token::Kind::end, 0);
    const char first = at(at_);
    if (begins_name(first)) return name();
    if (first == '\'') return quoted();
    if (is_digit(first) || (first == '-' && is_digit(at(at_ + 1)))) return number();
    return symbol();
}

Token Lexer::token(Token::Kind kind, std::size_t length, Value value) {
    const std::size_t start = at_;
    at_ += length;
    return {kind, text_.substr(start, length), column_ + start, std::move(value)};
}

Token Lexer::name() {
    const auto rest = text_.substr(at_);
    const auto end = std::find_if_not(rest.begin(), rest.end(), continues_name);
    return token(Token::Kind::name, static_cast<std::size_t>(end - rest.begin()));
}

Token Lexer::quoted() {
    std::string value;
    for (std::size_t start = at_ + 1;;) {
        const std::size_t quote = text_.find('\'', start);
        if (quote == std::string_view::npos) fail_unclosed_text(column_ + at_);
        value += text_.substr(start, quote - start);
        if (at(quote + 1) != '\'') return token(Token::Kind::text, quote + 1 - at_, std::move(value));
        value += '\'';
        start = quote + 2;
    }
}

Token Lexer::number() {
    std::size_t end = at_ + 1;
    const auto skip_digits = [&] {
        while (is_digit(at(end))) ++end;
    };
    skip_digits();
    if (at(end) == '.' && is_digit(at(end + 1))) {
        ++end;
        skip_digits();
    }
    const std::size_t sign = at(end + 1) == '+' || at(end + 1) == '-' ? 1 : 0;
    if ((at(end) == 'e' || at(end) == 'E') && is_digit(at(end + 1 + sign))) {
        end += 1 + sign;
        skip_digits();
    }
    const std::size_t length = end - at_;
    return token(Token::Kind::number, length, number_value(text_.substr(at_, length)));
}

Value Lexer::number_value(std::string_view written) const {
    const std::string_view digits = written.substr(written.front() == '-' ? 1 : 0);
    if (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1]))
        fail('\'' + std::string(written) + "' has a leading zero; quote it if it is text");
    if (digits.find_first_of(".eE") == std::string_view::npos) {
        if (const auto integer = number_from<std::int64_t>(written)) return *integer;
        fail('\'' + std::string(written) + "' is too large for an integer");
    }
    if (const auto number = number_from<double>(written)) return *number;
    fail('\'' + std::string(written) + "' is out of the range of numbers");
}

Token Lexer::symbol() {
    for (const std::string_view symbol : kSymbols)
        if (text_.substr(at_).starts_with(symbol)) return token(Token::Kind::symbol, symbol.size());
    fail_unexpected();
}

void Lexer::fail_unexpected() const { fail("unexpected " + shown_character(text_.substr(at_)) + advice(at(at_))); }

void Lexer::fail(const std::string& what) const { throw ExpressionSyntaxError(column_ + at_, what); }

}  // namespace errand::expression
