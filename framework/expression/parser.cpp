#include "expression/parser.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "expression/expression.hpp"
#include "expression/functions.hpp"
#include "expression/lexer.hpp"

namespace errand::expression {

namespace {

constexpr std::string_view kComparisons[] = {"==", "!=", "<", "<=", ">", ">="};

/// One function for each rule of the grammar, from what binds least to what binds most.
class Parser {
public:
    Parser(std::string_view text, std::size_t column) : lexer_(text, column), token_(lexer_.next()) {}

    NodePtr whole() {
        NodePtr root = any_of();
        if (token_.kind != Token::Kind::end) fail_unexpected("an operator or the end");
        return root;
    }

private:
    /// Counts how deep the parser is, so that no text exhausts the stack.
    class Level {
    public:
        explicit Level(Parser& parser) : depth_(parser.depth_) {
            if (depth_ == Expression::kDeepest)
                throw ExpressionSyntaxError(parser.token_.column,
                                            "nested deeper than " + std::to_string(Expression::kDeepest) + " levels");
            ++depth_;
        }
        ~Level() { --depth_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;

    private:
        int& depth_;
    };

    using Rule = NodePtr (Parser::*)();

    NodePtr any_of() {
        const Level level(*this);
        return joined("||", true, &Parser::all_of);
    }

    NodePtr all_of() { return joined("&&", false, &Parser::comparison); }

    NodePtr joined(std::string_view symbol, bool decisive, Rule operand) {
        const std::size_t column = token_.column;
        NodePtr first = (this->*operand)();
        if (!token_.is(symbol)) return first;
        Logic logic{decisive, {std::move(first)}};
        while (take(symbol)) logic.operands.push_back((this->*operand)());
        return node(column, std::move(logic));
    }

    NodePtr comparison() {
        const std::size_t column = token_.column;
        NodePtr left = negation();
        const auto symbol =
            std::find_if(std::begin(kComparisons), std::end(kComparisons), [&](auto one) { return token_.is(one); });
        if (symbol == std::end(kComparisons)) return left;
        take_token();
        NodePtr right = negation();
        return node(column, Comparison{*symbol, std::move(left), std::move(right)});
    }

    NodePtr negation() {
        const std::size_t column = token_.column;
        if (!take("!")) return path();
        const Level level(*this);
        NodePtr operand = negation();
        return node(column, Not{std::move(operand)});
    }

    NodePtr path() {
        const std::size_t column = token_.column;
        Path path;
        if (token_.kind == Token::Kind::name && !is_literal_name()) {
            const Token name = take_token();
            if (token_.is("(")) {
                path.start = call(name);
            } else {
                path.steps.push_back({constant(name, name.written), end_});
            }
        } else {
            path.start = primary();
        }
        while (token_.is(".") || token_.is("[")) path.steps.push_back(step());
        return path.steps.empty() ? path.start : node(column, std::move(path));
    }

    Step step() {
        NodePtr key;
        if (take(".")) {
            if (token_.kind != Token::Kind::name) fail_unexpected("a name after '.'");
            const Token name = take_token();
            key = constant(name, name.written);
        } else {
            take("[");
            key = any_of();
            require("]", "']'");
        }
        return {std::move(key), end_};
    }

    NodePtr primary() {
        const std::size_t column = token_.column;
        if (token_.kind == Token::Kind::text || token_.kind == Token::Kind::number) {
            Token literal = take_token();
            return constant(literal, std::move(literal.value));
        }
        if (token_.kind == Token::Kind::name) return literal_name();
        if (take("[")) return node(column, ListOf{sequence("]")});
        if (!take("(")) fail_unexpected("a value");
        NodePtr inner = any_of();
        require(")", "')'");
        return inner;
    }

    bool is_literal_name() const {
        return token_.written == "true" || token_.written == "false" || token_.written == "null";
    }

    NodePtr literal_name() {
        const Token name = take_token();
        return constant(name, name.written == "null" ? Value() : Value(name.written == "true"));
    }

    NodePtr call(const Token& name) {
        const Function& function = function_called(name);
        take("(");
        std::vector<NodePtr> arguments = sequence(")");
        if (arguments.size() < function.least || arguments.size() > function.most)
            throw ExpressionSyntaxError(name.column, std::string(function.usage) + " takes " + function.arguments() +
                                                         ", found " + std::to_string(arguments.size()));
        for (std::size_t i = 0; i < arguments.size(); ++i) check_literal(function, i, *arguments[i]);
        return node(name.column, Call{&function, std::move(arguments)});
    }

    /// What is known to be wrong is said before anything runs.
    static void check_literal(const Function& function, std::size_t index, const Node& argument) {
        const auto* literal = std::get_if<Constant>(&argument.form);
        if (!literal || !function.objection) return;
        if (const auto objection = function.objection(index, literal->value))
            throw ExpressionSyntaxError(argument.column, "this " + *objection);
    }

    static const Function& function_called(const Token& name) {
        if (const Function* function = find_function(name.written)) return *function;
        throw ExpressionSyntaxError(name.column, unknown_function(name.written));
    }

    /// Values with commas between them, up to `close`.
    std::vector<NodePtr> sequence(std::string_view close) {
        std::vector<NodePtr> values;
        if (take(close)) return values;
        do {
            values.push_back(any_of());
        } while (take(","));
        require(close, "',' or '" + std::string(close) + '\'');
        return values;
    }

    template <class Form>
    NodePtr node(std::size_t column, Form form) const {
        return std::make_shared<const Node>(Node{column, end_, std::move(form)});
    }

    static NodePtr constant(const Token& token, Value value) {
        return std::make_shared<const Node>(Node{token.column, token.end(), Constant{std::move(value)}});
    }

    Token take_token() {
        end_ = token_.end();
        return std::exchange(token_, lexer_.next());
    }

    bool take(std::string_view symbol) {
        const bool is_there = token_.is(symbol);
        if (is_there) take_token();
        return is_there;
    }

    void require(std::string_view symbol, const std::string& expected) {
        if (!take(symbol)) fail_unexpected(expected);
    }

    [[noreturn]] void fail_unexpected(const std::string& expected) const {
        throw ExpressionSyntaxError(token_.column, "unexpected " + token_.description() + ", expected " + expected);
    }

    Lexer lexer_;
    Token token_;
    /// The column behind the last token that was taken.
    std::size_t end_ = 0;
    int depth_ = 0;
};

}  // namespace

NodePtr parse(std::string_view text, std::size_t column) {
    if (text.size() > Expression::kLongest)
        throw ExpressionSyntaxError(column, "is longer than " + std::to_string(Expression::kLongest) + " bytes");
    return Parser(text, column).whole();
}

}  // namespace errand::expression
