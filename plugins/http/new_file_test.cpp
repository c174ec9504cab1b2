#include "new_file.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "errand/testing.hpp"
#include "request.hpp"
#include "support/file_text.hpp"
#include "support/thrown.hpp"

namespace errand::http {

namespace fs = std::filesystem;
using testing::text_of;
using testing::thrown;

std::string new_directory() {
    std::string name = "/tmp/errand-test-XXXXXX";
    BOOST_TEST_REQUIRE(::mkdtemp(name.data()) != nullptr);
    return name;
}

/// A directory with the file `report`, which only its owner may touch.
struct WithReport {
    WithReport() {
        std::ofstream(report) << "old";
        ::chmod(report.c_str(), 0600);
    }
    ~WithReport() {
        std::error_code ignored;
        fs::remove_all(directory, ignored);
    }
    auto count_files() const { return std::distance(fs::directory_iterator(directory), fs::directory_iterator()); }

    const fs::path directory = new_directory();
    const fs::path report = directory / "report";
};

struct Saving : WithReport, testing::TaskHarness<Request> {
    Saving() { parameter("url", "https://api.example.org/").parameter("save_to", report.string()); }
};

BOOST_FIXTURE_TEST_SUITE(new_file, WithReport)

BOOST_AUTO_TEST_CASE(takes_the_place_of_another_with_its_mode) {
    NewFile file(report, "run");
    BOOST_TEST(text_of(directory / ".report.run.new") == "");
    BOOST_TEST(text_of(report) == "old");
    file.put_in_place(std::string(100000, 'x'));
    BOOST_TEST((text_of(report) == std::string(100000, 'x')));
    BOOST_TEST((fs::status(report).permissions() == fs::perms(0600)));
    BOOST_TEST(count_files() == 1);
}

BOOST_AUTO_TEST_CASE(is_made_where_none_was) {
    NewFile(directory / "other", "run").put_in_place("new");
    BOOST_TEST(text_of(directory / "other") == "new");
    BOOST_TEST(count_files() == 2);
}

BOOST_AUTO_TEST_CASE(leaves_nothing_unless_it_is_put_in_place) {
    { const NewFile file(report, "run"); }
    BOOST_TEST(text_of(report) == "old");
    BOOST_TEST(count_files() == 1);
}

BOOST_AUTO_TEST_CASE(does_not_follow_what_stands_at_its_name) {
    fs::create_symlink(report, directory / ".report.run.new");
    BOOST_TEST(thrown<Error>([&] { NewFile(report, "run"); }) == "cannot write " + report.string() + ": File exists");
    BOOST_TEST(text_of(report) == "old");
}

BOOST_AUTO_TEST_CASE(is_no_directory) {
    BOOST_TEST(thrown<Error>([&] { NewFile(directory / "", "run"); }) ==
               "cannot write " + directory.string() + "/: it names a directory, and not a file in it");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(saved_answer, Saving)

BOOST_AUTO_TEST_CASE(is_the_whole_body_as_it_came) {
    const std::string body("\0\xff\n", 3);
    http().answer(200, body);
    const testing::TaskResult result = run();
    BOOST_TEST(result.outcome.ok());
    BOOST_TEST((text_of(report) == body));
    BOOST_TEST(result.outputs.count("body") == 0U);
    BOOST_TEST(count_files() == 1);
}

BOOST_AUTO_TEST_CASE(is_not_there_where_the_task_fails) {
    parameter("outputs", Value::Map{{"id", "/id"}}).http().answer(404, "no").answer(200, "{}");
    BOOST_TEST(!run().outcome.ok());
    BOOST_TEST(!run().outcome.ok());
    BOOST_TEST(text_of(report) == "old");
    BOOST_TEST(count_files() == 1);
}

BOOST_AUTO_TEST_CASE(is_let_into_the_directory_of_its_file) {
    const std::vector<std::string> paths = {"{save_to}/.."};
    BOOST_TEST(description().files.write == paths, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::http
