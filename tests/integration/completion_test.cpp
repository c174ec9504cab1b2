#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <map>
#include <ostream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/file_text.hpp"
#include "support/workspace.hpp"

using errand::testing::Command;
using errand::testing::CommandResult;
using errand::testing::text_of;
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

/// What is on the line before the cursor, and what both shells then offer: of a path, its last part.
struct Line {
    std::string text;
    std::set<std::string> offered;
};

const Line completed_lines[] = {
    {"",
     {"run", "retry", "check", "plugins", "schema", "sandbox", "new", "token", "doctor", "history", "show", "logs",
      "cancel", "lost", "prune", "completion", "help"}},
    {"s", {"schema", "sandbox", "show"}},
    {"--v", {"--verbose", "--version"}},
    {"nonsense ", {}},
    {"--config e", {"elsewhere", "errand.yaml"}},
    {"--config=e", {"elsewhere", "errand.yaml"}},
    {"--config other.yaml ch", {"check"}},
    {"run --s", {"--sandbox", "--scheduled-for"}},
    {"run --",
     {"--config", "--verbose", "--help", "--scheduled-for", "--param", "--params-file", "--dry-run", "--sandbox",
      "--quiet", "--json"}},
    {"retry n", {"nightly", "night-shift"}},
    {"retry --f", {"--failed", "--from"}},
    {"schema --f", {"--fragment"}},
    {"run --param x=y n", {"nightly", "night-shift"}},
    {"history n", {"nightly", "night-shift"}},
    {"history --state t", {"timed_out"}},
    {"show n", {"nightly", "night-shift"}},
    {"logs nightly --f", {"--follow"}},
    {"logs nightly --j", {"--json"}},
    {"cancel nightly --j", {"--json"}},
    {"lost nightly --j", {"--json"}},
    {"prune --m", {"--max-age", "--max-runs"}},
    {"run n", {"nightly", "night-shift"}},
    {"run --sandbox n", {"nightly", "night-shift"}},
    {"run h", {"here.yml", "home"}},
    {"run jobs/n", {"nightly.yaml", "night-shift.yml"}},
    {"run --verbose n", {"nightly", "night-shift"}},
    {"run nightly n", {}},
    {"run /nowhere/", {}},
    {"check b", {"backup", "broken.yaml"}},
    {"check nightly --verbose b", {"backup", "broken.yaml"}},
    {"plugins gl", {"globus", "globus.list-endpoints"}},
    {"plugins globus.", {"globus.list-endpoints"}},
    {"plugins --j", {"--json"}},
    {"plugins globus g", {}},
    {"schema s", {}},
    {"sandbox --t", {"--token-lifetime", "--tls-certificate", "--tls-key"}},
    {"sandbox --port ", {}},
    {"sandbox --port=", {}},
    {"sandbox --tls-key er", {"errand.yaml"}},
    {"new ", {"plugin", "job"}},
    {"new job ", {}},
    {"token ", {"list", "fetch", "revoke", "inspect"}},
    {"token list g", {}},
    {"token fetch ", {"globus", "portal"}},
    {"token fetch --fresh p", {"portal"}},
    {"token fetch globus p", {}},
    {"token fetch --scopes urn:of:all ", {"globus", "portal"}},
    {"token fetch --scopes=urn:of:all p", {"portal"}},
    {"token fetch --scopes ", {}},
    {"token fetch --s", {"--scopes"}},
    {"token inspect g", {"globus"}},
    {"token revoke g", {"globus"}},
    {"token revoke --a", {"--all"}},
    {"doctor --o", {"--offline"}},
    {"completion ", {"bash", "zsh"}},
    {"help s", {"schema", "sandbox", "show"}},
    {"help new ", {"plugin", "job"}},
    // In each of these configurations there is the provider `other` only.
    {"--config other.yaml token fetch ", {"other"}},
    {"--config=other.yaml token fetch ", {"other"}},
    {"token fetch --config other.yaml ", {"other"}},
    {"token --config other.yaml fetch ", {"other"}},
    {"--verbose --config my\\ other.yaml token fetch ", {"other"}},
    {"--config 'my other.yaml' token fetch ", {"other"}},
    {"--config=\"my other.yaml\" token fetch ", {"other"}},
    {"--config ~/my\\ other.yaml token fetch ", {"other"}},
    {"--config other.yaml run d", {"distant"}},
    // Nothing can be had from these.
    {"--config broken.yaml token fetch ", {}},
    {"--config broken.yaml run n", {}},
    {"--config absent.yaml token fetch ", {}},
    {"--config $(touch run-by-completion) token fetch ", {}},
};

/// What a shell reads before it is to complete what stands in the file `lines`, line by line: it tells the line in
/// `offered`, and what it offers behind that. Its complaints go to the file `complaints`.
struct Shell {
    const char* name;
    const char* command;
    const char* start_file;
    const char* start;
    /// What is typed for each line, where it does not take them from the file.
    const char* typed;

    friend std::ostream& operator<<(std::ostream& out, const Shell& shell) { return out << shell.name; }
};

const Shell shells[] = {{"bash", "bash -i", "home/.bashrc", R"(
PS1='ready>'
source <(errand completion bash)
tell() {
  _errand 2>>complaints
  printf '%s\n' "> ${COMP_LINE#errand }" "${COMPREPLY[@]}" >>offered
  compopt >>options
  COMPREPLY=()
}
complete -F tell errand
)",
                         R"(
    zpty -r -m inner screen '*ready>*'
    while IFS= read -r line; do zpty -w -n inner "errand $line"$'\t\C-u'; done <lines
    zpty -w -n inner $'\C-d')"},
                        {"zsh", "zsh -d -i", "home/.zshrc", R"(
fpath=($HOME/functions $fpath)
autoload -U compinit
compinit -D -u
compadd() {
  # With these it is not an offer but a question: what would match.
  if (( ! ${argv[(I)-[OAD]]} )); then
    local -a matching
    builtin compadd -O matching "$@"
    print -rl -- $matching >>offered
  fi
  builtin compadd "$@"
}
zle -C offer list-choices _main_complete
zle-line-init() {
  local line
  while IFS= read -r line; do
    print -r -- "> $line" >>offered
    BUFFER="errand $line"
    CURSOR=$#BUFFER
    zle offer 2>>complaints
  done <lines
  exit
}
zle -N zle-line-init
)",
                         ""}};

struct Completing : Workspace {
    Completing() {
        set("PATH=" + std::filesystem::path(ERRAND_PROGRAM).parent_path().string() + ":/usr/bin:/bin");
        set("TERM=xterm");
        set("ERRAND_CONFIG=errand.yaml");
        write("errand.yaml", "jobs: [jobs]\nplugins: [" ERRAND_TEST_PLUGINS "]\nproviders:\n" + provider("globus") +
                                 provider("portal"));
        for (const char* file : {"other.yaml", "my other.yaml", "home/my other.yaml"})
            write(file,
                  "jobs: [elsewhere]\n"
                  "providers:\n" +
                      provider("other"));
        write("broken.yaml", "jobs: [jobs\n");
        for (const char* file : {"jobs/nightly.yaml", "jobs/night-shift.yml", "jobs/backup.yaml", "jobs/two words.yaml",
                                 "jobs/$(touch run-by-completion).yaml", "jobs/notes.txt", "elsewhere/distant.yaml",
                                 "home/elsewhere/distant.yaml", "here.yml", "notes.txt"})
            write(file, "not: [even a job\n");
        write("home/functions/_errand", run({"completion", "zsh"}).out);
    }
    static std::string provider(const std::string& name) {
        return "  " + name + ": {type: globus, client_id: x, client_secret: {file: absent}}\n";
    }
    /// What an interactive shell offers where each of the lines ends, when the tabulator key is pressed there.
    std::map<std::string, std::set<std::string>> offered(const Shell& shell, const std::vector<std::string>& lines) {
        std::string text;
        for (const std::string& line : lines) text += line + '\n';
        write("lines", text);
        write(shell.start_file, shell.start);
        for (const char* file : {"offered", "complaints"}) write(file, "");
        const CommandResult result =
            Command(command({"/bin/zsh", "-f", "-c",
                             std::string("zmodload zsh/zpty; zpty inner ") + shell.command + "\n" + shell.typed +
                                 "\nwhile zpty -r inner screen; do :; done"}))
                .wait(std::chrono::minutes(10));
        BOOST_TEST(result.err == "");
        BOOST_TEST(text_of(*this / "complaints") == "");
        return offers_in(text_of(*this / "offered"));
    }
    static std::map<std::string, std::set<std::string>> offers_in(const std::string& text) {
        std::map<std::string, std::set<std::string>> offers;
        std::set<std::string>* of_line = nullptr;
        std::istringstream stream(text);
        for (std::string line; std::getline(stream, line);) {
            if (line.rfind("> ", 0) == 0)
                of_line = &offers[line.substr(2)];
            else if (of_line && !line.empty())
                of_line->insert(line.substr(line.rfind('/') + 1));
        }
        return offers;
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

BOOST_DATA_TEST_CASE(completes_in, boost::unit_test::data::make(shells), shell) {
    BOOST_TEST(run({"plugins"}).exit_code == 0);
    std::vector<std::string> lines;
    for (const Line& row : completed_lines) lines.push_back(row.text);
    auto offers = offered(shell, lines);
    BOOST_TEST(offers.size() == lines.size());
    for (const Line& row : completed_lines) BOOST_TEST_CONTEXT("errand " + row.text)
    BOOST_TEST(offers[row.text] == row.offered, boost::test_tools::per_element());
    BOOST_TEST(!std::filesystem::exists(*this / "run-by-completion"));
}

BOOST_AUTO_TEST_CASE(has_bash_end_directories_but_no_other_names_with_a_slash) {
    std::filesystem::create_directory(*this / "schema");
    offered(shells[0], {"sc"});
    BOOST_TEST(has_word(text_of(*this / "options"), "\\+o filenames"));
    offered(shells[0], {"run ho"});
    BOOST_TEST(has_word(text_of(*this / "options"), "-o filenames"));
}

BOOST_AUTO_TEST_CASE(tells_names_of_jobs_and_providers) {
    const CommandResult jobs = run({"complete", "jobs"});
    BOOST_TEST(jobs.out == "backup\nnight-shift\nnightly\n");
    BOOST_TEST(jobs.err == "");
    BOOST_TEST(jobs.exit_code == 0);
    BOOST_TEST(run({"complete", "providers"}).out == "globus\nportal\n");
    BOOST_TEST(run({"--config", "other.yaml", "complete", "providers"}).out == "other\n");
}

BOOST_AUTO_TEST_CASE(tells_task_types_of_plugins_that_were_described_and_loads_none) {
    write("errand.yaml", "");
    const std::string plugins = run({"complete", "plugins"}).out;
    BOOST_TEST(has_word(plugins, "globus"));
    BOOST_TEST(!has_word(plugins, "globus.list-endpoints"));
    BOOST_TEST(!std::filesystem::exists(*this / "home/.cache"));
    BOOST_TEST(run({"plugins", "globus"}).exit_code == 0);
    const std::string types = run({"complete", "plugins"}).out;
    BOOST_TEST(has_word(types, "globus.list-endpoints"));
    BOOST_TEST(!has_word(types, "http.request"));
}

BOOST_AUTO_TEST_SUITE_END()
