#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <ostream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/workspace.hpp"

using errand::testing::CommandResult;
using errand::testing::Workspace;

namespace {

/// The words of a help text's section, such as the names of subcommands, that `pattern` finds in its completed_lines.
std::vector<std::string> words_of(const std::string& help, const std::string& section, const std::regex& pattern) {
    std::vector<std::string> words;
    std::istringstream completed_lines(help);
    bool is_inside = false;
    for (std::string line; std::getline(completed_lines, line);) {
        if (line.rfind("  ", 0) != 0) is_inside = line == section + ":";
        std::smatch match;
        if (is_inside && std::regex_search(line, match, pattern)) words.push_back(match[1]);
    }
    return words;
}

std::vector<std::string> subcommands_in(const std::string& help) {
    return words_of(help, "Subcommands", std::regex(R"(^  ([a-z]+))"));
}

std::vector<std::string> options_in(const std::string& help) {
    return words_of(help, "Options", std::regex(R"(^  (?:-[a-z],)?(--[a-z-]+))"));
}

bool has_word(const std::string& script, const std::string& word) {
    return std::regex_search(script, std::regex("(^|[^a-z-])" + word + "([^a-z-]|$)"));
}

/// What is on the line before the cursor, and what bash then offers.
struct Line {
    std::vector<std::string> words;
    std::set<std::string> offered;

    friend std::ostream& operator<<(std::ostream& out, const Line& row) {
        for (const std::string& word : row.words) out << word << ' ';
        return out;
    }
};

const Line completed_lines[] = {
    {{""}, {"run", "check", "plugins", "schema", "sandbox", "new", "token", "doctor", "completion", "help"}},
    {{"s"}, {"schema", "sandbox"}},
    {{"--v"}, {"--verbose", "--version"}},
    {{"--config", "e"}, {"errand.yaml"}},
    {{"--config", "errand.yaml", "ch"}, {"check"}},
    {{"run", "--"}, {"--config", "--verbose", "--help", "--sandbox", "--quiet", "--json"}},
    {{"run", "--sandbox", ""}, {"errand.yaml", "nightly.yml", "jobs", "home"}},
    {{"run", "n"}, {"nightly.yml"}},
    {{"check", "n"}, {"nightly.yml"}},
    {{"check", "nightly.yml", "e"}, {"errand.yaml"}},
    {{"plugins", "--j"}, {"--json"}},
    {{"sandbox", "--t"}, {"--token-lifetime", "--tls-certificate", "--tls-key"}},
    {{"sandbox", "--port", ""}, {}},
    {{"new", ""}, {"plugin", "job"}},
    {{"new", "job", ""}, {}},
    {{"token", ""}, {"list", "fetch", "revoke", "inspect"}},
    {{"token", "fetch", "--s"}, {"--scopes"}},
    {{"token", "revoke", "--a"}, {"--all"}},
    {{"token", "fetch", "--scopes", ""}, {}},
    {{"doctor", "--o"}, {"--offline"}},
    {{"completion", ""}, {"bash", "zsh"}},
    {{"help", "s"}, {"schema", "sandbox"}},
};

struct Completing : Workspace {
    Completing() {
        write("errand.yaml", "");
        write("nightly.yml", "");
        write("notes.txt", "");
        std::filesystem::create_directory(path() / "jobs");
    }
    /// As bash does it when the tabulator key is pressed.
    std::set<std::string> offered(const std::vector<std::string>& typed) const {
        std::vector<std::string> words = {
            "/bin/bash", "--norc", "-c",
            "source <(\"$0\" completion bash); COMP_WORDS=(errand \"$@\"); COMP_CWORD=$#; _errand; "
            "complete -p errand >/dev/null && ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' \"${COMPREPLY[@]}\"",
            ERRAND_PROGRAM};
        words.insert(words.end(), typed.begin(), typed.end());
        const CommandResult result = run_command(command(words));
        BOOST_TEST(result.err == "");
        BOOST_TEST(result.exit_code == 0);
        std::set<std::string> found;
        std::istringstream lines_of_output(result.out);
        for (std::string word; std::getline(lines_of_output, word);) found.insert(word);
        return found;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(completion_command, Completing)

BOOST_AUTO_TEST_CASE(knows_every_subcommand_and_option) {
    const std::string help = run({"--help"}).out;
    const std::vector<std::string> subcommands = subcommands_in(help);
    BOOST_TEST(subcommands.size() >= 7U);
    for (const char* shell : {"bash", "zsh"}) {
        const CommandResult result = run({"completion", shell});
        BOOST_TEST(result.err == "");
        BOOST_TEST(result.exit_code == 0);
        const auto check = [&](const std::string& word) {
            BOOST_TEST(has_word(result.out, word), "errand." << shell << " does not know " << word);
        };
        for (const std::string& option : options_in(help)) check(option);
        for (const std::string& subcommand : subcommands) {
            check(subcommand);
            const std::string more = run({subcommand, "--help"}).out;
            BOOST_TEST(!options_in(more).empty());
            for (const std::string& word : options_in(more)) check(word);
            for (const std::string& word : subcommands_in(more)) {
                check(word);
                for (const std::string& option : options_in(run({subcommand, word, "--help"}).out)) check(option);
            }
        }
    }
}

BOOST_DATA_TEST_CASE(completes_in_bash, boost::unit_test::data::make(completed_lines), row) {
    BOOST_TEST(offered(row.words) == row.offered, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
