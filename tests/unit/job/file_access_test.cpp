#include "job/file_access.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "support/thrown.hpp"

using namespace errand;

BOOST_AUTO_TEST_SUITE(file_access)

namespace {

struct Path {
    const char* declared;
    std::string expected;

    friend std::ostream& operator<<(std::ostream& out, const Path& row) { return out << row.declared; }
};

TaskDescription reading(const std::string& path) {
    return TaskDescription("copy", "Copies")
        .requires_parameter("source", Type::path, "From here")
        .takes_parameter("log", Type::path, "A log")
        .takes_parameter("list", Type::path, "A list", "")
        .takes_parameter("mode", Type::text, "How")
        .takes_parameter("key", Type::path, "Hidden")
        .is_secret()
        .reads_files({path});
}

const Value::Map parameters = {{"source", "/srv/in"}, {"list", ""}, {"mode", "fast"}, {"key", "/srv/key"}};

const Path filled[] = {
    {"/opt/data", "/opt/data"},
    {"/opt/data/", "/opt/data/"},
    {"/opt//x/../data", "/opt/data"},
    {"{source}", "/srv/in"},
    {"{source}.part", "/srv/in.part"},
    {"{source}/below/", "/srv/in/below/"},
    {"{source}/../out", "/srv/out"},
    {"{log}", "nothing"},
    {"{source}/..", "/srv/"},
    {"{log}.old", "nothing"},
    {"{list}", "nothing"},
};

const Path refused[] = {
    {"data", "which is neither absolute nor begins with a parameter"},
    {"~/data", "which is neither absolute nor begins with a parameter"},
    {"/opt/{source}", "in which '{' stands elsewhere than at its beginning"},
    {"{source}{log}", "in which '{' stands elsewhere than at its beginning"},
    {"{source", "in which a '{' is not closed"},
    {"{sources}", "and has no parameter 'sources'"},
    {"{mode}", "and its parameter 'mode' is no path"},
    {"{key}", "and its parameter 'key' is secret"},
};

const FileAccess declared = {{"/srv/in", "/opt/data/"}, {"/srv/out", "/srv/result.csv"}, false};

}  // namespace

BOOST_DATA_TEST_CASE(puts_paths_in_their_places, boost::unit_test::data::make(filled), row) {
    const FileAccess files = fill_files(reading(row.declared), parameters);
    BOOST_TEST((files.read.empty() ? "nothing" : files.read.front()) == row.expected);
    BOOST_TEST(files.write.empty());
    BOOST_TEST(!files.any);
}

BOOST_DATA_TEST_CASE(refuses_what_is_no_path, boost::unit_test::data::make(refused), row) {
    BOOST_TEST(testing::thrown<ValueError>([&] { fill_files(reading(row.declared), parameters); }) ==
               "the plugin describes the file '" + std::string(row.declared) + "', " + row.expected);
}

BOOST_AUTO_TEST_CASE(fills_what_is_written_and_keeps_any) {
    TaskDescription type = reading("{source}").writes_files({"{source}/out", "{log}"}).touches_any_file();
    const FileAccess files = fill_files(type, parameters);
    BOOST_TEST((files == FileAccess{{"/srv/in"}, {"/srv/in/out"}, true}));
}

BOOST_AUTO_TEST_CASE(a_path_is_within_itself_and_what_is_above_it) {
    for (const char* path : {"/srv/in", "/srv/in/", "/srv/in/a/b", "/opt/data", "/opt/data/x"}) {
        BOOST_TEST(may_read(declared, path), path);
        BOOST_TEST(!may_write(declared, path), path);
    }
    for (const char* path : {"/srv/out", "/srv/out/a", "/srv/result.csv"}) {
        BOOST_TEST(may_read(declared, path), path);
        BOOST_TEST(may_write(declared, path), path);
    }
    for (const char* path : {"/", "/srv", "/srv/", "/srv/input", "/srv/i", "/opt/data2", "/srv/result.csv.old"}) {
        BOOST_TEST(!may_read(declared, path), path);
        BOOST_TEST(!may_write(declared, path), path);
    }
}

BOOST_AUTO_TEST_CASE(everything_is_within_the_root_and_within_any_file) {
    BOOST_TEST(may_read({{"/"}, {}, false}, "/srv"));
    BOOST_TEST(!may_write({{"/"}, {}, false}, "/srv"));
    BOOST_TEST(may_write({{}, {}, true}, "/srv"));
    BOOST_TEST(may_read({{}, {}, true}, "/srv"));
    BOOST_TEST(!may_read({}, "/srv"));
}

BOOST_AUTO_TEST_SUITE_END()
