#include "read.hpp"

#include <sys/stat.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <ostream>
#include <string>

#include "errand/json.hpp"
#include "errand/testing.hpp"
#include "support/temporary_directory.hpp"

namespace errand::file {

using testing::TaskResult;

/// Reads the file `notes`.
struct Reading : testing::TemporaryDirectory, testing::TaskHarness<Read> {
    Reading() { parameter("path", notes()); }

    std::string notes() const { return path() / "notes"; }
};

struct Readable {
    const char* title;
    std::string content;
    const char* as;
    const char* outputs;

    friend std::ostream& operator<<(std::ostream& out, const Readable& row) { return out << row.title; }
};

const Readable readable[] = {
    {"text", "a\r\nb\n", "text", R"({"found":true,"size":5,"text":"a\u000d\nb\n"})"},
    {"lines", "a\r\n\nb\rc\nd", "lines", R"({"found":true,"lines":["a","","b\u000dc","d"],"size":9})"},
    {"a line that is ended", "a\n", "lines", R"({"found":true,"lines":["a"],"size":2})"},
    {"no line", "", "lines", R"({"found":true,"lines":[],"size":0})"},
    {"JSON", R"( {"b": [1, 2.5]} )", "json", R"({"found":true,"json":{"b":[1,2.5]},"size":17})"},
    {"beyond ASCII", "ä€😀", "text", R"({"found":true,"size":9,"text":"ä€😀"})"},
};

BOOST_FIXTURE_TEST_SUITE(read_file, Reading)

BOOST_DATA_TEST_CASE(puts_out_what_is_in_it, boost::unit_test::data::make(readable), row) {
    write("notes", row.content);
    const TaskResult result = parameter("as", row.as).run();
    BOOST_TEST(result.outcome.ok());
    BOOST_TEST(result.outcome.message == "read " + std::to_string(row.content.size()) + " bytes from " + notes());
    BOOST_TEST(to_json(result.outputs) == row.outputs);
}

BOOST_AUTO_TEST_CASE(is_as_large_as_the_job_lets_it_be) {
    write("notes", "12345");
    BOOST_TEST(parameter("largest", 5).run().outcome.ok());
    const TaskResult result = parameter("largest", 4).run();
    BOOST_TEST(result.outcome.message == "cannot read " + notes() + ": it has more than the 4 bytes that are allowed");
    BOOST_TEST(result.outputs.empty());
}

BOOST_AUTO_TEST_CASE(may_be_missing_where_the_job_says_so) {
    BOOST_TEST(run().outcome.message == "there is no file " + notes() + "; 'missing: empty' takes it for an empty one");
    const TaskResult result = parameter("missing", "empty").run();
    BOOST_TEST(result.outcome.ok());
    BOOST_TEST(result.outcome.message == "there is no file " + notes());
    BOOST_TEST(to_json(result.outputs) == R"({"found":false,"size":0,"text":""})");
    BOOST_TEST(to_json(parameter("as", "lines").run().outputs) == R"({"found":false,"lines":[],"size":0})");
    BOOST_TEST(to_json(parameter("as", "json").run().outputs) == R"({"found":false,"json":null,"size":0})");
}

BOOST_AUTO_TEST_CASE(is_missing_where_a_directory_on_the_way_is_a_file) {
    write("notes", "x");
    BOOST_TEST(parameter("path", notes() + "/more").parameter("missing", "empty").run().outcome.ok());
}

BOOST_AUTO_TEST_CASE(is_text) {
    write("notes", "a\xC3\xA4\xFF");
    BOOST_TEST(run().outcome.message == notes() + " is not text in UTF-8: byte 4 is out of place");
}

BOOST_AUTO_TEST_CASE(is_json_where_the_job_takes_it_for_that) {
    write("notes", "{");
    BOOST_TEST(parameter("as", "json").run().outcome.message.rfind(notes() + " is not JSON: ", 0) == 0U);
    write("notes", "");
    BOOST_TEST(run().outcome.message == notes() + " is not JSON: unexpected end of text");
}

BOOST_AUTO_TEST_CASE(is_a_regular_file) {
    BOOST_TEST(parameter("path", path().string()).run().outcome.message ==
               "cannot read " + path().string() + ": it is no regular file");
    BOOST_TEST_REQUIRE(::mkfifo(notes().c_str(), 0600) == 0);
    BOOST_TEST(parameter("path", notes()).run().outcome.message ==
               "cannot read " + notes() + ": it is no regular file");
}

BOOST_AUTO_TEST_CASE(is_told_before_it_is_read) { BOOST_TEST(preview().message == "read " + notes() + " as text"); }

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::file
