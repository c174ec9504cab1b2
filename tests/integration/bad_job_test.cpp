#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <functional>
#include <ostream>
#include <string>

#include "support/workspace.hpp"

using errand::testing::CommandResult;
using errand::testing::Workspace;

namespace {

struct BadJob {
    const char* title;
    std::function<void(const Workspace&)> make;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadJob& row) { return out << row.title; }
};

auto job_text(const std::string& content) {
    return [content](const Workspace& workspace) { workspace.write("job.yaml", content); };
}

const BadJob bad_jobs[] = {
    {"not there", [](const Workspace&) {}, "the job file cannot be read: ./job.yaml: No such file or directory\n"},
    {"a directory", [](const Workspace& workspace) { std::filesystem::create_directory(workspace / "job.yaml"); },
     "./job.yaml is a directory; expected a job file\n"},
    {"empty", job_text(""), "./job.yaml:1:1: is empty; a job file needs at least name and tasks\n"},
    {"50 MB",
     [](const Workspace& workspace) {
         workspace.write("job.yaml", "");
         std::filesystem::resize_file(workspace / "job.yaml", 50'000'000);
     },
     "./job.yaml is 50 MB; a job file may have at most 1 MiB\n"},
    {"tabs", job_text("name: a\ntasks:\n\t- {name: b, uses: globus.list-endpoints}\n"),
     "./job.yaml:3:1: a tab in the indentation; YAML indents with spaces only\n"
     "    \\t- {name: b, uses: globus.list-endpoints}\n"
     "    ^\n"},
    {"invalid UTF-8", job_text("name: \"a\xff\"\ntasks: []\n"),
     "./job.yaml:1:9: this is not UTF-8; save the file in that encoding\n"
     "    name: \"a\uFFFD\"\n"
     "            ^\n"},
    {"NUL bytes", job_text(std::string("name: a\0b\n", 10)),
     "./job.yaml:1:8: a NUL byte; this is not a text file\n"
     "    name: a\\x00b\n"
     "           ^\n"},
    {"alias bomb",
     job_text("a: &a [x, x, x, x, x, x, x, x, x, x]\n"
              "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
              "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
              "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
              "e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n"),
     "./job.yaml:4:36: too much for one file: at most 10000 values and 4MiB of text, counting what aliases stand for\n"
     "    d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
     "                                       ^\n"},
    {"not closed", job_text("name: a\ntasks: [{name: b\n"),
     "./job.yaml:2:17: the map that '{' opens is not closed by '}'\n"
     "    tasks: [{name: b\n"
     "                    ^\n"},
    {"two documents", job_text("---\nname: a\n---\nname: b\n"),
     "./job.yaml:3:1: a second document begins here; a file may hold only one\n"
     "    ---\n"
     "    ^\n"},
    {"repeated key", job_text("name: a\nname: b\ntasks: [{name: c, uses: globus.list-endpoints}]\n"),
     "./job.yaml:2:1: repeated key 'name', first given in line 1\n"
     "    name: b\n"
     "    ^\n"},
    {"two tasks of one name",
     job_text(
         "name: a\ntasks:\n  - {name: b, uses: globus.list-endpoints}\n  - {name: b, uses: globus.list-endpoints}\n"),
     "./job.yaml:4:12: a second task named 'b'; the first is at ./job.yaml:3:12\n"
     "      - {name: b, uses: globus.list-endpoints}\n"
     "               ^\n"},
    {"parameter beyond its range",
     job_text("name: a\ntasks:\n  - {name: b, uses: globus.list-endpoints, with: {limit: 5000}}\n"),
     "./job.yaml:3:58: expected an integer, from 1 to 1000, found '5000'\n"
     "      - {name: b, uses: globus.list-endpoints, with: {limit: 5000}}\n"
     "                                                             ^\n"},
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(bad_job, Workspace)

BOOST_DATA_TEST_CASE(is_refused_with_the_place_and_what_is_wrong, boost::unit_test::data::make(bad_jobs), row) {
    row.make(*this);
    const CommandResult checked = run({"check", "./job.yaml"});
    BOOST_TEST(checked.out == "");
    BOOST_TEST(checked.err == row.message);
    BOOST_TEST(checked.exit_code == 78);
    const CommandResult begun = run({"run", "--sandbox", "./job.yaml"});
    BOOST_TEST(begun.out == "");
    // What has no place in a file is said by errand.
    const bool has_place = checked.err.starts_with("./job.yaml:");
    BOOST_TEST(begun.err == (has_place ? "" : "errand: ") + checked.err);
    BOOST_TEST(begun.exit_code == 78);
}

BOOST_AUTO_TEST_SUITE_END()
