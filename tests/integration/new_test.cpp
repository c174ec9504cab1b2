#include <sys/stat.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <set>
#include <string>

#include "support/file_text.hpp"
#include "support/workspace.hpp"

namespace fs = std::filesystem;
using errand::testing::CommandResult;
using errand::testing::text_of;
using errand::testing::Workspace;

namespace {

const std::string refused_names[] = {
    "", ".", "..", "../up", "a/b", "Weather", "my_plugin", "-a", "größe", "a b", std::string(65, 'a')};

/// As CMake's own targets are called.
const std::string refused_plugin_names[] = {"test", "install", "all", "help"};

std::set<std::string> files_in(const fs::path& directory) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory)) names.insert(entry.path().filename());
    return names;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(new_command, Workspace)

BOOST_AUTO_TEST_CASE(makes_a_plugin) {
    const CommandResult result = run({"new", "plugin", "weather"});
    BOOST_TEST(result.out ==
               "wrote weather/CMakeLists.txt\n"
               "wrote weather/greet.hpp\n"
               "wrote weather/weather_plugin.cpp\n"
               "wrote weather/weather_test.cpp\n"
               "wrote weather/README.md\n"
               "build and test it:\n"
               "  cmake -S weather -B weather/build\n"
               "  cmake --build weather/build\n"
               "  ctest --test-dir weather/build\n");
    BOOST_TEST(result.err == "");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST((files_in(*this / "weather") == std::set<std::string>{"CMakeLists.txt", "README.md", "greet.hpp",
                                                                     "weather_plugin.cpp", "weather_test.cpp"}));
    for (const auto& entry : fs::directory_iterator(*this / "weather"))
        BOOST_TEST(text_of(entry.path()).find("@") == std::string::npos, "left to fill in: " << entry.path());
}

BOOST_AUTO_TEST_CASE(makes_a_job_that_runs) {
    const CommandResult result = run({"new", "job", "nightly"});
    BOOST_TEST(result.out ==
               "wrote nightly.yaml\n"
               "wrote job.schema.json\n"
               "try it:\n"
               "  errand check ./nightly.yaml\n"
               "  errand run --sandbox ./nightly.yaml\n");
    BOOST_TEST(result.err == "");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(run({"check", "./nightly.yaml"}).out == "./nightly.yaml: good\n");
    BOOST_TEST(text_of(*this / "nightly.yaml").rfind("# yaml-language-server: $schema=job.schema.json\n", 0) == 0U);
    BOOST_TEST(text_of(*this / "job.schema.json") == run({"schema"}).out);
    const CommandResult tried = run({"run", "--sandbox", "./nightly.yaml"});
    BOOST_TEST(tried.out.rfind("Endpoints belonging to ", 0) == 0);
    BOOST_TEST(tried.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(makes_what_errand_trusts_whatever_the_umask) {
    const CommandResult result = run_command(command(
        {"/bin/sh", "-c", R"(umask 002; "$0" new plugin weather >out && "$0" new job nightly >out)", ERRAND_PROGRAM}));
    BOOST_TEST(result.exit_code == 0);
    for (const char* name : {"weather", "weather/CMakeLists.txt", "nightly.yaml", "job.schema.json"}) {
        const auto others = fs::perms::group_write | fs::perms::others_write;
        BOOST_TEST(((fs::status(*this / name).permissions() & others) == fs::perms::none), name);
    }
}

BOOST_DATA_TEST_CASE(refuses_names_that_would_make_trouble, boost::unit_test::data::make(refused_names), name) {
    for (const char* kind : {"plugin", "job"}) {
        const CommandResult result = run({"new", kind, "--", name});
        BOOST_TEST(result.out == "");
        BOOST_TEST(result.err == "errand: '" + name +
                                     "' will not do as a name: lower-case letters, digits and hyphens, at most 64\n");
        BOOST_TEST(result.exit_code == 64);
        BOOST_TEST((files_in(path()) == std::set<std::string>{"home"}));
    }
}

BOOST_DATA_TEST_CASE(refuses_plugins_named_like_targets_of_cmake, boost::unit_test::data::make(refused_plugin_names),
                     name) {
    const CommandResult result = run({"new", "plugin", name});
    BOOST_TEST(result.out == "");
    BOOST_TEST(result.err ==
               "errand: '" + name + "' will not do as a plugin's name: CMake has a target of that name\n");
    BOOST_TEST(result.exit_code == 64);
    BOOST_TEST(!fs::exists(*this / name));
}

BOOST_AUTO_TEST_CASE(never_overwrites_a_plugin) {
    write("weather/notes.txt", "mine");
    const CommandResult result = run({"new", "plugin", "weather"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(result.err == "errand: 'weather' is there already; nothing was changed\n");
    BOOST_TEST(result.exit_code == 64);
    BOOST_TEST((files_in(*this / "weather") == std::set<std::string>{"notes.txt"}));
}

BOOST_AUTO_TEST_CASE(never_overwrites_a_job) {
    write("nightly.yaml", "mine");
    const CommandResult result = run({"new", "job", "nightly"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(result.err == "errand: 'nightly.yaml' is there already; nothing was changed\n");
    BOOST_TEST(result.exit_code == 64);
    BOOST_TEST(text_of(*this / "nightly.yaml") == "mine");
}

BOOST_AUTO_TEST_CASE(leaves_the_schema_that_is_there) {
    write("job.schema.json", "mine");
    const CommandResult result = run({"new", "job", "nightly"});
    BOOST_TEST(result.out.rfind("wrote nightly.yaml\ntry it:\n", 0) == 0U);
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(text_of(*this / "job.schema.json") == "mine");
}

BOOST_AUTO_TEST_CASE(writes_no_job_where_there_can_be_no_schema) {
    write("config/errand.yaml", "jbos: []\n");
    const CommandResult result = run({"new", "job", "nightly"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(result.err == (*this / "config/errand.yaml").string() +
                                 ":1:1: unknown key 'jbos', did you mean 'jobs'?\n    jbos: []\n    ^\n");
    BOOST_TEST(result.exit_code == 78);
    BOOST_TEST((files_in(path()) == std::set<std::string>{"config", "home"}));
}

BOOST_AUTO_TEST_CASE(writes_through_no_link) {
    fs::create_symlink(*this / "elsewhere.yaml", *this / "nightly.yaml");
    const CommandResult result = run({"new", "job", "nightly"});
    BOOST_TEST(result.err == "errand: 'nightly.yaml' is there already; nothing was changed\n");
    BOOST_TEST(result.exit_code == 64);
    BOOST_TEST(!fs::exists(*this / "elsewhere.yaml"));
}

BOOST_AUTO_TEST_SUITE_END()
