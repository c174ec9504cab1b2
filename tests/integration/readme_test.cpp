#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "support/normalised.hpp"
#include "support/sandbox_process.hpp"
#include "support/workspace.hpp"

using errand::testing::CommandResult;
using errand::testing::normalised;
using errand::testing::SandboxProcess;
using errand::testing::Workspace;

namespace {

std::string source_file(const std::string& name) {
    std::ifstream file(std::filesystem::path(ERRAND_SOURCE_DIR) / name);
    BOOST_TEST_REQUIRE(file.good(), name + " cannot be read");
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A fenced part of the README: ```language key=value, its lines, ```.
struct Block {
    std::string language;
    std::map<std::string, std::string> attributes;
    std::string text;
};

std::vector<Block> blocks_of(const std::string& markdown) {
    std::vector<Block> blocks;
    std::istringstream lines(markdown);
    bool is_inside = false;
    for (std::string line; std::getline(lines, line);) {
        const bool is_fence = line.starts_with("```");
        if (is_inside && !is_fence) blocks.back().text += line + '\n';
        if (is_fence) is_inside = !is_inside;
        if (!is_fence || !is_inside) continue;
        std::istringstream words(line.substr(3));
        Block block;
        words >> block.language;
        for (std::string word; words >> word;)
            block.attributes[word.substr(0, word.find('='))] = word.substr(word.find('=') + 1);
        blocks.push_back(block);
    }
    return blocks;
}

/// `$ command`, and what is shown below it.
struct Step {
    std::string command;
    std::string shown;
};

std::vector<Step> steps_of(const Block& block) {
    std::vector<Step> steps;
    std::istringstream lines(block.text);
    for (std::string line; std::getline(lines, line);) {
        if (!steps.empty() && steps.back().command.ends_with('\\'))
            steps.back().command += '\n' + line;
        else if (line.starts_with("$ "))
            steps.push_back({line.substr(2), ""});
        else
            steps.back().shown += line + '\n';
    }
    return steps;
}

/// `…` stands for anything, alone on a line for any number of lines.
bool matches(const std::string& text, std::string pattern) {
    constexpr std::string_view kAnything = "…";
    for (std::size_t at = 0; (at = pattern.find("…\n", at)) != std::string::npos;)
        if (at == 0 || pattern[at - 1] == '\n')
            pattern.erase(at + kAnything.size(), 1);
        else
            ++at;
    std::size_t from = 0;
    bool is_first = true;
    for (std::size_t end = 0; (end = pattern.find(kAnything)) != std::string::npos; is_first = false) {
        const std::size_t found = text.find(pattern.substr(0, end), from);
        if (found == std::string::npos || (is_first && found != 0)) return false;
        from = found + end;
        pattern.erase(0, end + kAnything.size());
    }
    if (is_first) return text == pattern;
    return text.size() >= from + pattern.size() && text.ends_with(pattern);
}

/// Plays the README: writes the files that it shows and runs its commands where a reader would.
class Reader : public Workspace {
public:
    Reader() : sandbox_(*this) {
        std::filesystem::create_symlink(std::filesystem::path(ERRAND_SOURCE_DIR) / "framework", *this / "framework");
        set("PATH=" + std::filesystem::path(ERRAND_PROGRAM).parent_path().string() + ":/usr/bin:/bin");
        // What the README does on real Globus is done here.
        for (const char* name : {"GLOBUS_SDK_SERVICE_URL_AUTH", "GLOBUS_SDK_SERVICE_URL_TRANSFER"})
            set(std::string(name) + '=' + sandbox_.exported(name));
        write("secret", sandbox_.exported("GLOBUS_CLIENT_SECRET") + '\n');
    }

    void follow(const Block& block) {
        const auto file = block.attributes.find("file");
        if (file != block.attributes.end()) write(file->second, block.text);
        if (block.language == "console") follow_steps(block);
        if (block.language == "crontab") follow_crontab(block.text);
    }

private:
    void follow_steps(const Block& block) {
        const auto input = block.attributes.find("stdin");
        std::string script = input == block.attributes.end() ? "" : "exec <" + input->second + '\n';
        const std::vector<Step> steps = steps_of(block);
        constexpr char kMark = '\x1e';
        for (const Step& step : steps) script += run_instead_of(step.command) + "\nprintf '\\036'\n";
        std::istringstream said(printed(script));
        for (const Step& step : steps) {
            std::string found;
            std::getline(said, found, kMark);
            if (!found.empty() && found.back() != '\n') found += '\n';
            const std::string shown = normalised(step.shown, *this);
            if (run_instead_of(step.command).empty()) continue;
            BOOST_TEST(matches(found, shown),
                       "$ " + step.command + "\nREADME.md shows:\n" + shown + "it prints:\n" + found.substr(0, 4000));
        }
    }

    /// Silent, with nothing in the environment but what cron gives.
    void follow_crontab(const std::string& line) {
        const std::string program = "/usr/local/bin/errand";
        const std::size_t at = line.find(program);
        BOOST_TEST_REQUIRE(at != std::string::npos);
        const std::string command = ERRAND_PROGRAM + line.substr(at + program.size());
        BOOST_TEST(printed("cd ~ && " + command + "echo ended with $?") == "ended with 0\n");
    }

    /// script/demo and script/test are run as they are where the project is checked. This is what the demo comes to.
    static std::string run_instead_of(const std::string& command) {
        if (command == "script/demo") return "errand run --sandbox jobs/list-endpoints.yaml";
        // A reader can wait for longer when the machine is busy.
        static const std::regex wait("sleep 1$");
        if (command.starts_with("script/")) return "";
        return std::regex_replace(command, wait, "until grep -qs serving sandbox.log; do sleep 0.1; done");
    }

    /// On both streams, but for the lines on what only this test does: to use another Globus.
    std::string printed(const std::string& script) const {
        const CommandResult result = run_command(command({"/bin/sh", "-c", "exec 2>&1\n" + script}));
        static const std::regex override_line("TIME info: the environment variable GLOBUS_SDK_SERVICE_URL_.*\n");
        return std::regex_replace(normalised(result.out, *this), override_line, "");
    }

    SandboxProcess sandbox_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(readme)

BOOST_AUTO_TEST_CASE(shows_the_job_as_it_is) {
    for (const Block& block : blocks_of(source_file("README.md"))) {
        const auto file = block.attributes.find("file");
        if (file == block.attributes.end() || !file->second.starts_with("jobs/")) continue;
        BOOST_TEST(block.text == source_file(file->second));
        return;
    }
    BOOST_ERROR("README.md shows no file of jobs/");
}

BOOST_AUTO_TEST_CASE(tells_what_works) {
    Reader reader;
    for (const Block& block : blocks_of(source_file("README.md"))) reader.follow(block);
}

BOOST_AUTO_TEST_CASE(knows_every_exit_code) {
    const std::string readme = source_file("README.md");
    const std::string codes = source_file("framework/base/exit_code.hpp");
    static const std::regex member(R"( = (\d+),)");
    int count = 0;
    for (std::sregex_iterator code(codes.begin(), codes.end(), member), end; code != end; ++code, ++count)
        BOOST_TEST(readme.find("\n| " + (*code)[1].str() + " | ") != std::string::npos,
                   "README.md doesn't list the exit code " + (*code)[1].str());
    BOOST_TEST(count == 11);
}

BOOST_AUTO_TEST_CASE(links_to_what_is_there) {
    static const std::regex link(R"(\]\(([^)#:]+)\))");
    for (const std::string name : {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "plugins/globus/README.md",
                                   "framework/docs/ARCHITECTURE.md"}) {
        const std::string text = source_file(name);
        const auto folder = (std::filesystem::path(ERRAND_SOURCE_DIR) / name).parent_path();
        for (std::sregex_iterator found(text.begin(), text.end(), link), end; found != end; ++found)
            BOOST_TEST(std::filesystem::exists(folder / (*found)[1].str()),
                       name + " links to " + (*found)[1].str() + ", which is not there");
    }
}

BOOST_AUTO_TEST_SUITE_END()
