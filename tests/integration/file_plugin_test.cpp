#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

#include "base/landlock.hpp"
#include "errand/json.hpp"
#include "support/file_text.hpp"
#include "support/normalised.hpp"
#include "support/workspace.hpp"

namespace fs = std::filesystem;
using namespace errand::testing;
using errand::Value;

namespace {

/// The job `job` with one task of the plugin.
struct FilePlugin : Workspace {
    FilePlugin() { configure(); }

    CommandResult run_task(const std::string& type, const std::string& with, const std::string& more = {}) {
        write("job.yaml",
              "name: job\ntasks:\n  - name: it\n    uses: file." + type + "\n    with: {" + with + "}\n" + more);
        return run({"run", "--json", "./job.yaml"});
    }
    Value task_in(const CommandResult& result) const {
        return errand::parse_json(normalised(result.out, *this)).find("tasks")->list().at(0);
    }
    std::string message_in(const CommandResult& result) const { return task_in(result).find("message")->text(); }
    std::string outputs_in(const CommandResult& result) const {
        return errand::to_json(*task_in(result).find("outputs"));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(file_plugin, FilePlugin)

BOOST_AUTO_TEST_CASE(reads_the_one_file_that_it_is_let_into) {
    write("data/in.json", R"({"count": 3})");
    const CommandResult result = run_task("read", "path: data/in.json, as: json");
    BOOST_TEST_REQUIRE(result.exit_code == 0, result.err);
    BOOST_TEST(outputs_in(result) == R"({"found":true,"json":{"count":3},"size":12})");
    BOOST_TEST(message_in(result) == "read 12 bytes from WORKSPACE/data/in.json");
    BOOST_TEST(run({"check", "-v", "./job.yaml"}).out ==
               "./job.yaml: good\n  it: file.read, no credentials, reads " + (path() / "data/in.json").string() + "\n");
}

BOOST_AUTO_TEST_CASE(takes_a_missing_file_for_an_empty_one) {
    const CommandResult result = run_task("read", "path: data/in.json, missing: empty");
    BOOST_TEST_REQUIRE(result.exit_code == 0, result.err);
    BOOST_TEST(outputs_in(result) == R"({"found":false,"size":0,"text":""})");
}

BOOST_AUTO_TEST_CASE(fails_where_a_file_is_missing_or_closed) {
    BOOST_TEST(message_in(run_task("read", "path: in.txt")) ==
               "there is no file WORKSPACE/in.txt; 'missing: empty' takes it for an empty one");
    if (errand::landlock_version() == 0) return;
    write("in.txt", "x");
    BOOST_TEST(message_in(run_task("read", "path: in.txt", "    files: none\n")) ==
               "cannot read WORKSPACE/in.txt: Permission denied");
}

BOOST_AUTO_TEST_CASE(writes_a_file_in_a_directory_that_it_is_let_into) {
    const CommandResult result = run_task("write", "path: out/report.txt, text: done, mode: 0640");
    BOOST_TEST_REQUIRE(result.exit_code == 0, result.err);
    BOOST_TEST(text_of(path() / "out/report.txt") == "done");
    BOOST_TEST((fs::status(path() / "out/report.txt").permissions() == fs::perms(0640)));
    BOOST_TEST(message_in(result) == "wrote 4 bytes to WORKSPACE/out/report.txt");
    BOOST_TEST(std::distance(fs::directory_iterator(path() / "out"), fs::directory_iterator()) == 1);
    BOOST_TEST(run({"check", "-v", "./job.yaml"}).out ==
               "./job.yaml: good\n  it: file.write, no credentials, writes " + (path() / "out").string() + "/\n");
}

BOOST_AUTO_TEST_CASE(adds_a_line_for_each_run) {
    const std::string with = "path: out/log, json: {a: 1}, append: true";
    BOOST_TEST(run_task("write", with).exit_code == 0);
    BOOST_TEST(run_task("write", with).exit_code == 0);
    BOOST_TEST(text_of(path() / "out/log") == "{\"a\":1}\n{\"a\":1}\n");
}

BOOST_AUTO_TEST_CASE(writes_nothing_where_the_disk_is_full) {
    write("out/report.txt", "old");
    // What errand itself keeps on the disk is there by then: the plugin's types, and its state directory.
    BOOST_TEST_REQUIRE(run({"plugins", "file"}).exit_code == 0);
    BOOST_TEST_REQUIRE(run({"history"}).exit_code == 0);
    for (const char* append : {"false", "true"}) {
        write("job.yaml",
              "name: job\ntasks:\n  - name: it\n    uses: file.write\n    with: {path: out/report.txt, text: new, "
              "append: " +
                  std::string(append) + "}\n");
        CommandRequest request = errand({"run", "--json", "./job.yaml"});
        request.words.insert(request.words.begin(), ERRAND_ON_FULL_DISK);
        const CommandResult result = run_command(request);
        BOOST_TEST(result.exit_code == 1);
        BOOST_TEST(message_in(result).ends_with(" WORKSPACE/out/report.txt: No space left on device"));
        BOOST_TEST(text_of(path() / "out/report.txt") == "old");
        BOOST_TEST(std::distance(fs::directory_iterator(path() / "out"), fs::directory_iterator()) == 1);
    }
}

BOOST_AUTO_TEST_CASE(tells_what_is_wrong_with_its_parameters_before_a_run) {
    run_task("read", "path: in.txt, as: yaml, missing: ignore");
    BOOST_TEST(run({"check", "./job.yaml"}).err ==
               "./job.yaml:5:30: expected text, lines or json, found 'yaml'\n"
               "        with: {path: in.txt, as: yaml, missing: ignore}\n"
               "                                 ^\n"
               "./job.yaml:5:45: expected fail or empty, found 'ignore'\n"
               "        with: {path: in.txt, as: yaml, missing: ignore}\n"
               "                                                ^\n");
}

BOOST_AUTO_TEST_SUITE_END()
