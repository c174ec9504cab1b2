#include "config/load.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "base/file.hpp"
#include "config/settings_reader.hpp"
#include "support/example_catalog.hpp"
#include "support/example_forms.hpp"
#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"

using namespace errand;

namespace {

struct Files : testing::TemporaryDirectory {
    std::string load(const std::filesystem::path& file) {
        try {
            return load_job(file, {catalog, {}}).name;
        } catch (const CommandError& error) {
            BOOST_TEST((error.code() == ExitCode::configuration));
            return error.what();
        }
    }

    testing::FakeCatalog catalog = testing::example_catalog();
};

constexpr char kJob[] = "name: a\ntasks: [{name: b, uses: globus.list-endpoints}]\n";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(load, Files)

BOOST_AUTO_TEST_CASE(reads_a_job_and_a_configuration) {
    BOOST_TEST(load(write("job.yaml", kJob)) == "a");
    const Settings settings = load_settings(write("errand.yaml", "jobs: [here]\n"), testing::example_forms());
    BOOST_TEST(settings.jobs.at(0).path == path() / "here");
}

BOOST_AUTO_TEST_CASE(says_why_a_file_cannot_be_read) {
    const std::string directory = path().string();
    BOOST_TEST(load(path() / "x.yaml") ==
               "the job file cannot be read: " + directory + "/x.yaml: No such file or directory");
    BOOST_TEST(load(path()) == directory + " is a directory; expected a job file");
    BOOST_REQUIRE(::mkfifo((directory + "/fifo").c_str(), 0600) == 0);
    BOOST_TEST(load(path() / "fifo") == directory + "/fifo is not a regular file; expected a job file");
    BOOST_TEST(load(write("empty.yaml", "")) ==
               directory + "/empty.yaml:1:1: is empty; a job file needs at least name and tasks");
}

BOOST_AUTO_TEST_CASE(says_which_plugin_directories_cannot_be_used) {
    const std::string directory = path().string();
    write("file", "");
    write("closed/file", "");
    std::filesystem::permissions(path() / "closed", std::filesystem::perms::none);
    const auto file = write("errand.yaml", "plugins:\n  - absent\n  - file\n  - closed\n  - closed/inner\n  - .\n");
    const std::string place = file.string() + ':';
    const std::string remedy = "; let the user that errand runs as read it, and pass the directories above it\n";
    BOOST_TEST(testing::thrown<ConfigError>([&] { load_settings(file, testing::example_forms()); }) ==
               place + "2:5: there is no plugin directory " + directory + "/absent\n      - absent\n        ^\n" +
                   place + "3:5: the plugin directory " + directory +
                   "/file cannot be read: Not a directory\n      - file\n        ^\n" + place +
                   "4:5: the plugin directory " + directory + "/closed cannot be read: Permission denied" + remedy +
                   "      - closed\n        ^\n" + place + "5:5: the plugin directory " + directory +
                   "/closed/inner cannot be read: Permission denied" + remedy + "      - closed/inner\n        ^");
    std::filesystem::permissions(path() / "closed", std::filesystem::perms::owner_all);
}

BOOST_AUTO_TEST_CASE(refuses_a_large_file_without_reading_it) {
    const auto file = write("large.yaml", "");
    std::filesystem::resize_file(file, 50'000'000);
    BOOST_TEST(load(file) == file.string() + " is 50 MB; a job file may have at most 1 MiB");
    std::filesystem::resize_file(file, 1'250'000);
    BOOST_TEST(load(file) == file.string() + " is 1.3 MB; a job file may have at most 1 MiB");
}

BOOST_AUTO_TEST_CASE(refuses_a_file_that_others_can_write) {
    const auto file = write("errand.yaml", "");
    BOOST_REQUIRE(::chmod(file.c_str(), 0666) == 0);
    BOOST_CHECK_EXCEPTION(load_settings(file, testing::example_forms()), CommandError, [&](const CommandError& error) {
        BOOST_TEST(error.what() == file.string() + " is writable by others (mode 0666); chmod go-w " + file.string());
        return error.code() == ExitCode::configuration;
    });
}

BOOST_AUTO_TEST_CASE(holds_fragments_to_the_same_rules) {
    const std::string directory = path().string();
    const auto file = write("job.yaml", "name: a\ninclude: shared/one.yaml\n");
    const auto told = [&](const std::string& problem) {
        return file.string() + ":2:10: " + problem + "\n    include: shared/one.yaml\n             ^";
    };
    const std::string fragment = directory + "/shared/one.yaml";
    BOOST_TEST(load(file) == told("the fragment cannot be read: " + fragment + ": No such file or directory"));
    write("shared/one.yaml", "tasks: [{name: b, uses: globus.list-endpoints}]\n");
    BOOST_TEST(load(file) == "a");
    BOOST_REQUIRE(::chmod(fragment.c_str(), 0666) == 0);
    BOOST_TEST(load(file) == told(fragment + " is writable by others (mode 0666); chmod go-w " + fragment));
    BOOST_REQUIRE(::chmod(fragment.c_str(), 0644) == 0);
    std::filesystem::resize_file(fragment, 50'000'000);
    BOOST_TEST(load(file) == told(fragment + " is 50 MB; a fragment may have at most 1 MiB"));
    std::filesystem::remove(fragment);
    BOOST_REQUIRE(::mkdir(fragment.c_str(), 0755) == 0);
    BOOST_TEST(load(file) == told(fragment + " is a directory; expected a fragment"));
}

BOOST_AUTO_TEST_CASE(the_files_that_come_with_errand_are_good) {
    // Read, not loaded: a clone made under umask 002 is writable by its group.
    const Settings settings =
        read_settings(read_file("config/errand.yaml", 1 << 20), "config/errand.yaml", testing::example_forms());
    BOOST_TEST((settings.provider_names() == std::vector<std::string>{"globus"}));
    BOOST_TEST(settings.jobs.at(0).path == std::filesystem::current_path() / "jobs");
    const JobContext context = {catalog, settings.provider_names()};
    BOOST_TEST(read_job(read_file("jobs/list-endpoints.yaml", 1 << 20), "list-endpoints.yaml", context).tasks.size() ==
               1u);
}

BOOST_AUTO_TEST_SUITE_END()
