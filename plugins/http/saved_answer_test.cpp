#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include "errand/testing.hpp"
#include "request.hpp"
#include "support/file_text.hpp"
#include "support/temporary_directory.hpp"

namespace errand::http {

namespace fs = std::filesystem;
using testing::text_of;

/// Saves an answer in the place of the file `report`.
struct Saving : testing::TemporaryDirectory, testing::TaskHarness<Request> {
    Saving() : report(write("report", "old")) {
        parameter("url", "https://api.example.org/").parameter("save_to", report.string());
    }
    auto count_files() const { return std::distance(fs::directory_iterator(path()), fs::directory_iterator()); }

    const fs::path report;
};

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
