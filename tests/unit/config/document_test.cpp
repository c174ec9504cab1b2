#include "config/document.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <random>
#include <string>

using namespace errand;

BOOST_AUTO_TEST_SUITE(document)

namespace {

std::string repeat(const std::string& text, int times) {
    std::string repeated;
    for (int i = 0; i < times; ++i) repeated += text;
    return repeated;
}

/// What reading `text` as a document reports, or "no problem".
std::string problems_of(const std::string& text) {
    try {
        const Sources sources(text, "f.yaml");
        Problems problems(sources);
        read_document(sources.at(0), problems);
        problems.throw_if_any();
        return "no problem";
    } catch (const ConfigError& error) {
        return error.what();
    }
}

std::string first_line_of_problems(const std::string& text) {
    const std::string message = problems_of(text);
    return message.substr(0, message.find('\n'));
}

/// Aliases of aliases: ten levels, each nine times the one before.
std::string bomb() {
    std::string text = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n";
    for (int level = 1; level < 10; ++level) {
        const std::string before = "*a" + std::to_string(level - 1);
        const std::string name = "a" + std::to_string(level);
        text += name + ": &" + name + " [" + before + repeat("," + before, 8) + "]\n";
    }
    return text;
}

struct Row {
    const char* title;
    std::string text;
    std::string message;

    friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.title; }
};

constexpr char kTooMuch[] =
    "too much for one file: at most 10000 values and 4MiB of text, counting what aliases stand for";

const Row refused[] = {
    {"tab", "a:\n\t- b\n", "f.yaml:2:1: a tab in the indentation; YAML indents with spaces only\n    \\t- b\n    ^"},
    {"tab in the first line", "\ta: 1\n",
     "f.yaml:1:1: a tab in the indentation; YAML indents with spaces only\n    \\ta: 1\n    ^"},
    {"tab after spaces", "a:\n  b: 1\n \tc: 2\n",
     "f.yaml:3:2: a tab in the indentation; YAML indents with spaces only\n     \\tc: 2\n     ^"},
    {"invalid UTF-8", "a: ä\nb: \xE4 x\n",
     "f.yaml:2:4: this is not UTF-8; save the file in that encoding\n    b: \uFFFD x\n       ^"},
    {"cut UTF-8", "a: \xC3", "f.yaml:1:4: this is not UTF-8; save the file in that encoding\n    a: \uFFFD\n       ^"},
    {"NUL", std::string("a: b\0c\n", 7), "f.yaml:1:5: a NUL byte; this is not a text file\n    a: b\\x00c\n        ^"},
    {"escape sequence", "a: \x1b[2J\n",
     "f.yaml:1:4: a control character; remove it, or write it as \"\\x..\"\n    a: \\x1b[2J\n       ^"},
    {"C1 control", "a: \xC2\x9B\n",
     "f.yaml:1:4: a control character; remove it, or write it as \"\\x..\"\n    a: \uFFFD\n       ^"},
    {"column of characters", "{ä: ü, é: [}\n",
     "f.yaml:1:12: this closes nothing that is open here\n    {ä: ü, é: [}\n               ^"},
    {"second document", "a: 1\n---\nb: 2\n",
     "f.yaml:2:1: a second document begins here; a file may hold only one\n    ---\n    ^"},
    {"list then map", "- a\nb: 1\n",
     "f.yaml:2:1: this does not belong to what stands above it; check the indentation\n    b: 1\n    ^"},
    {"open list", "name: [a\n",
     "f.yaml:1:9: the list that '[' opens is not closed by ']'\n    name: [a\n            ^"},
    {"open quote after another", "a: 'x''\n", "f.yaml:1:4: the text that this quote opens is not closed"},
    {"open quote", "a: 1\nb: 'x\nc: 2\n", "f.yaml:2:4: the text that this quote opens is not closed"},
    {"two colons", "a: b: c\n",
     "f.yaml:1:5: a key cannot stand here; check the indentation, or quote the text if ':' belongs to it\n"
     "    a: b: c\n        ^"},
    {"at sign", "a: @x\n", "f.yaml:1:4: a text may not begin with this character; quote it\n    a: @x\n       ^"},
    {"unknown alias", "a: *x\n",
     "f.yaml:1:4: this alias refers to nothing; quote the text if '*' belongs to it\n    a: *x\n       ^"},
    {"alias of itself", "a: &x [*x]\n",
     "f.yaml:1:8: this alias stands within what it refers to\n    a: &x [*x]\n           ^"},
    {"tag", "a: !!int 1\n", "f.yaml:1:4: a tag such as '!text' means nothing here\n    a: !!int 1\n       ^"},
    {"key that is no text", "? [a]\n: b\n", "f.yaml:1:3: a key must be text, found a list\n    ? [a]\n      ^"},
    {"repeated keys, and what follows", "a: 1\na: 2\na: 3\nb: [\n",
     "f.yaml:4:5: the list that '[' opens is not closed by ']'\n    b: [\n        ^"},
};

const Row limited[] = {
    {"aliases of aliases", bomb(), std::string("f.yaml:5:10: ") + kTooMuch},
    {"long text, many aliases", "a: &a " + std::string(100'000, 'x') + "\nb: [" + repeat("*a,", 100) + "]\n",
     std::string("f.yaml:2:125: ") + kTooMuch},
    {"many values", "[" + repeat("a,", 10'001) + "]", std::string("f.yaml:1:20002: ") + kTooMuch},
    {"deep lists", repeat("[", 100'000) + repeat("]", 100'000), "f.yaml:1:51: this is nested deeper than 50 levels"},
    {"deep maps", repeat("{a: ", 100'000) + repeat("}", 100'000), "f.yaml:1:201: this is nested deeper than 50 levels"},
    {"deep items", repeat("- ", 100'000), "f.yaml:1:101: this is nested deeper than 50 levels"},
};

}  // namespace

BOOST_DATA_TEST_CASE(refuses_what_cannot_be_read, boost::unit_test::data::make(refused), row) {
    BOOST_TEST(problems_of(row.text) == row.message);
}

BOOST_DATA_TEST_CASE(has_limits, boost::unit_test::data::make(limited), row) {
    BOOST_TEST(first_line_of_problems(row.text) == row.message);
}

BOOST_AUTO_TEST_CASE(cuts_long_lines_around_the_place) {
    const std::string message = problems_of("a: [" + repeat("1234567,", 20) + " @x, " + repeat("1234567,", 20) + "]\n");
    BOOST_TEST(message == "f.yaml:1:166: a text may not begin with this character; quote it\n    …" +
                              repeat("1234567,", 20).substr(81) + " @x, " + repeat("1234567,", 20).substr(0, 36) +
                              "…\n    " + std::string(81, ' ') + '^');
}

BOOST_AUTO_TEST_CASE(accepts_what_editors_leave_behind) {
    BOOST_TEST(problems_of("\xEF\xBB\xBF"
                           "a: 1\r\nb:\r\n  - 2\r\n") == "no problem");
    BOOST_TEST(problems_of("---\na: 1\n...\n") == "no problem");
    BOOST_TEST(problems_of("a: |\n  x\n  \ty\n") == "no problem");
    BOOST_TEST(problems_of("\xEF\xBB\xBF@") ==
               "f.yaml:1:1: a text may not begin with this character; quote it\n    @\n    ^");
}

BOOST_AUTO_TEST_CASE(garbage_never_does_harm) {
    const std::string good =
        "name: a # comment\ntasks:\n  - {name: 'b', uses: \"c.d\", with: &x {k: [1, *y]}}\n  - |\n    text\n? k\n: !t "
        "v\n";
    std::mt19937 random(20260301);
    const auto pick = [&](std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
    };
    const std::string pieces[] = {"[",  "{",  "}",  "]", "\t",  "- ",   ": ",    "&x ", "*x", "'",
                                  "\"", "\\", "\n", "#", "|\n", "\xC3", "---\n", "? ",  "!",  ","};
    for (int round = 0; round < 4000; ++round) {
        std::string text = good;
        for (std::size_t change = pick(8) + 1; change > 0; --change) {
            const std::size_t at = pick(text.size());
            if (pick(2) == 0) {
                text.erase(at, pick(4) + 1);
            } else {
                text.insert(at, pieces[pick(std::size(pieces))]);
            }
            if (text.empty()) text = " ";
        }
        BOOST_CHECK_NO_THROW(problems_of(text));
    }
}

BOOST_AUTO_TEST_SUITE_END()
