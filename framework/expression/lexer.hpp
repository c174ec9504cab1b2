#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "errand/value.hpp"

namespace errand::expression {

/// What may stand between tokens.
inline constexpr std::string_view kBlanks = " \t\r\n";

/// Whether `text` can stand behind a '.'.
bool is_name(std::string_view text);

/// \throws ExpressionSyntaxError always: the text literal that begins at `column` does not end.
[[noreturn]] void fail_unclosed_text(std::size_t column);

struct Token {
    enum class Kind { end, name, symbol, text, number };

    Kind kind = Kind::end;
    /// As it was written.
    std::string_view written;
    std::size_t column = 0;
    /// Of a text or number.
    Value value;

    bool is(std::string_view symbol) const { return kind == Kind::symbol && written == symbol; }
    std::size_t end() const { return column + written.size(); }
    /// For messages: "'&&'", "a text", "the end".
    std::string description() const;
};

/// Reads an expression from left to right, token by token.
///
/// Lifetime: `text` outlives it and the tokens.
class Lexer {
public:
    /// `column` is that of the text's begin.
    Lexer(std::string_view text, std::size_t column) : text_(text), column_(column) {}

    /// The next token; at the end, an `end` each time.
    /// \throws ExpressionSyntaxError for what begins no token.
    Token next();

private:
    Token token(Token::Kind kind, std::size_t length, Value value = {});
    Token name();
    Token quoted();
    Token number();
    Token symbol();
    Value number_value(std::string_view written) const;
    [[noreturn]] void fail_unexpected() const;
    [[noreturn]] void fail(const std::string& what) const;
    char at(std::size_t position) const { return position < text_.size() ? text_[position] : '\0'; }

    const std::string_view text_;
    const std::size_t column_;
    std::size_t at_ = 0;
};

}  // namespace errand::expression
