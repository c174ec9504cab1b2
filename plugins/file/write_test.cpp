#include "write.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <ostream>
#include <string>

#include "errand/json.hpp"
#include "errand/testing.hpp"
#include "support/file_text.hpp"
#include "support/temporary_directory.hpp"

namespace errand::file {

namespace fs = std::filesystem;
using testing::TaskResult;
using testing::text_of;

/// Writes the file `report`, which only its owner may touch.
struct Writing : testing::TemporaryDirectory, testing::TaskHarness<Write> {
    Writing() : report(write("report", "old\n")) {
        fs::permissions(report, fs::perms(0600));
        parameter("path", report.string());
    }
    /// Gives the members of a JSON object as parameters.
    Writing& with(const char* parameters) {
        const Value given = parse_json(parameters);
        for (const auto& [name, value] : given.map()) parameter(name, value);
        return *this;
    }
    fs::perms mode() const { return fs::status(report).permissions(); }
    auto count_files() const { return std::distance(fs::directory_iterator(path()), fs::directory_iterator()); }

    const fs::path report;
};

struct Written {
    const char* title;
    const char* parameters;
    const char* content;

    friend std::ostream& operator<<(std::ostream& out, const Written& row) { return out << row.title; }
};

const Written written[] = {
    {"text as it is", R"({"text": "new"})", "new"},
    {"no text", R"({"text": ""})", ""},
    {"JSON for people", R"({"json": {"a": [1]}})", "{\n  \"a\": [\n    1\n  ]\n}\n"},
    {"text at the end", R"({"text": "new", "append": true})", "old\nnew"},
    {"JSON as a line", R"({"json": {"a": [1]}, "append": true})", "old\n{\"a\":[1]}\n"},
};

struct BadWrite {
    const char* title;
    const char* parameters;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadWrite& row) { return out << row.title; }
};

const BadWrite bad_writes[] = {
    {"two contents", R"({"text": "x", "json": 1})", "there are both 'text' and 'json'; give one of them"},
    {"no content", "{}", "there is neither 'text' nor 'json'; give one of them"},
    {"a mode in letters", R"({"text": "x", "mode": "u=rw"})",
     "'mode' is 'u=rw', expected the digits of permissions, such as 0640"},
    {"a mode that is not octal", R"({"text": "x", "mode": "0680"})",
     "'mode' is '0680', expected the digits of permissions, such as 0640"},
    {"a mode with more than permissions", R"({"text": "x", "mode": "4755"})",
     "'mode' is '4755', expected the digits of permissions, such as 0640"},
    {"an empty mode", R"({"text": "x", "mode": ""})", "'mode' is '', expected the digits of permissions, such as 0640"},
};

BOOST_FIXTURE_TEST_SUITE(write_file, Writing)

BOOST_DATA_TEST_CASE(has_what_the_job_gives, boost::unit_test::data::make(written), row) {
    const TaskResult result = with(row.parameters).run();
    BOOST_TEST(result.outcome.ok());
    BOOST_TEST(text_of(report) == row.content);
    BOOST_TEST((mode() == fs::perms(0600)));
    BOOST_TEST(count_files() == 1);
}

BOOST_AUTO_TEST_CASE(tells_what_was_written) {
    const TaskResult result = parameter("text", "new").run();
    BOOST_TEST(result.outcome.message == "wrote 3 bytes to " + report.string());
    BOOST_TEST(to_json(result.outputs) == R"({"size":3})");
    BOOST_TEST(parameter("append", true).run().outcome.message == "added 3 bytes to " + report.string());
}

BOOST_AUTO_TEST_CASE(has_the_mode_that_the_job_gives) {
    BOOST_TEST(with(R"({"text": "new", "mode": "0640"})").run().outcome.ok());
    BOOST_TEST((mode() == fs::perms(0640)));
    BOOST_TEST(with(R"({"append": true, "mode": "604"})").run().outcome.ok());
    BOOST_TEST((mode() == fs::perms(0604)));
}

BOOST_DATA_TEST_CASE(is_not_touched, boost::unit_test::data::make(bad_writes), row) {
    BOOST_TEST(with(row.parameters).run().outcome.message == row.message);
    BOOST_TEST(text_of(report) == "old\n");
}

BOOST_AUTO_TEST_CASE(is_let_into_the_directory_of_its_file) {
    const std::vector<std::string> paths = {"{path}/.."};
    BOOST_TEST(description().files.write == paths, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(is_told_before_it_is_written) {
    BOOST_TEST(with(R"({"text": "new", "append": true})").preview().message == "add 3 bytes to " + report.string());
    BOOST_TEST(text_of(report) == "old\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::file
