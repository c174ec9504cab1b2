#include "cli/new_files.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "config/load.hpp"
#include "errand/version.hpp"
#include "support/example_catalog.hpp"
#include "support/temporary_directory.hpp"

namespace errand {

const NewFile& file(const std::vector<NewFile>& files, const std::string& path) {
    for (const NewFile& candidate : files)
        if (candidate.path == path) return candidate;
    throw std::runtime_error("there is no " + path);
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

BOOST_AUTO_TEST_SUITE(new_files)

BOOST_AUTO_TEST_CASE(of_a_plugin_are_all_that_it_needs) {
    const std::vector<NewFile> files = plugin_files("weather");
    BOOST_TEST(files.size() == 5U);
    BOOST_TEST(contains(file(files, "weather/CMakeLists.txt").content,
                        std::string("find_package(errand ") + ERRAND_VERSION + " REQUIRED)"));
    BOOST_TEST(
        contains(file(files, "weather/CMakeLists.txt").content, "errand_add_plugin(weather weather_plugin.cpp)"));
    BOOST_TEST(contains(file(files, "weather/weather_plugin.cpp").content, "ERRAND_PLUGIN(\"weather\", "));
    BOOST_TEST(contains(file(files, "weather/weather_test.cpp").content, "TaskHarness<Greet>"));
    BOOST_TEST(contains(file(files, "weather/greet.hpp").content, "class Greet final : public errand::Task"));
    BOOST_TEST(contains(file(files, "weather/README.md").content, "uses: weather.greet"));
    for (const NewFile& made : files) BOOST_TEST(!contains(made.content, "@"));
}

// Words that YAML takes for something else among them.
const std::string job_names[] = {"nightly", "back-up-2", "007", "true", "1e3"};

BOOST_DATA_TEST_CASE(of_a_job_passes_the_check, boost::unit_test::data::make(job_names), name) {
    const NewFile made = job_file(name);
    BOOST_TEST(made.path == name + ".yaml");
    const testing::TemporaryDirectory directory;
    testing::FakeCatalog catalog = testing::example_catalog();
    const JobDefinition job = load_job(directory.write(made.path, made.content), {catalog, {"globus"}});
    BOOST_TEST(job.name == name);
    BOOST_TEST(job.tasks.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
