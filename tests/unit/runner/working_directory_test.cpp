#include "runner/working_directory.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <system_error>

#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"

namespace errand {

namespace fs = std::filesystem;

BOOST_FIXTURE_TEST_SUITE(working_directory, testing::TemporaryDirectory)

BOOST_AUTO_TEST_CASE(is_for_its_user_only) {
    const WorkingDirectory directory(path() / "work/here", "run-1-list");
    struct stat status = {};
    BOOST_TEST(::stat(directory.path().c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 07777) == 0700);
    BOOST_TEST(directory.path().parent_path() == path() / "work/here");
    BOOST_TEST(directory.path().filename().string().rfind("run-1-list-", 0) == 0U);
}

BOOST_AUTO_TEST_CASE(is_another_each_time) {
    const WorkingDirectory first(path(), "x");
    const WorkingDirectory second(path(), "x");
    BOOST_TEST(first.path() != second.path());
}

BOOST_AUTO_TEST_CASE(is_removed_with_what_is_in_it_and_nothing_else) {
    const fs::path outside = write("outside/precious", "x");
    {
        const WorkingDirectory directory(path(), "x");
        fs::create_directories(directory.path() / "a/b");
        fs::create_directory_symlink(outside.parent_path(), directory.path() / "a/link");
    }
    BOOST_TEST(fs::exists(outside));
    BOOST_TEST(std::distance(fs::directory_iterator(path()), {}) == 1);
}

BOOST_AUTO_TEST_CASE(tells_that_its_run_has_attempts_for_as_long_as_it_is_held) {
    BOOST_TEST(!has_attempts(path() / "work", "run-1"));
    {
        const WorkingDirectory directory(path() / "work", "run-1-list");
        BOOST_TEST(has_attempts(path() / "work", "run-1"));
        BOOST_TEST(!has_attempts(path() / "work", "run-10"));
    }
    fs::create_directory(path() / "work/run-1-list-abandoned");
    BOOST_TEST(!has_attempts(path() / "work", "run-1"));
}

BOOST_AUTO_TEST_CASE(says_where_it_cannot_be_made) {
    const fs::path file = write("file", "");
    BOOST_CHECK_THROW(WorkingDirectory(file, "x"), std::system_error);
    const std::string message = testing::thrown<std::system_error>([&] { WorkingDirectory(path(), "no/such"); });
    BOOST_TEST(message.rfind("cannot make a working directory " + (path() / "no/such-").string(), 0) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
