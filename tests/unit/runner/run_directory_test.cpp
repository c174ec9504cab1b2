#include "runner/run_directory.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <optional>
#include <system_error>

#include "support/temporary_directory.hpp"

namespace errand {

BOOST_AUTO_TEST_SUITE(run_directory)

BOOST_AUTO_TEST_CASE(has_a_supervisor_while_that_lives) {
    const testing::TemporaryDirectory runs;
    BOOST_TEST(!has_supervisor(runs.path(), "r1"));
    {
        RunDirectory directory(runs.path(), "r1");
        BOOST_TEST(has_supervisor(runs.path(), "r1"));
        directory.keep();
    }
    BOOST_TEST(!has_supervisor(runs.path(), "r1"));
    BOOST_TEST(std::filesystem::is_directory(runs.path() / "r1"));
}

BOOST_AUTO_TEST_CASE(goes_with_a_run_that_never_began) {
    const testing::TemporaryDirectory runs;
    {
        const RunDirectory directory(runs.path() / "made", "r1");
        BOOST_TEST(std::filesystem::is_directory(directory.path()));
    }
    BOOST_TEST(!std::filesystem::exists(runs.path() / "made/r1"));
}

BOOST_AUTO_TEST_CASE(is_for_its_user_and_one_run_alone) {
    const testing::TemporaryDirectory runs;
    const RunDirectory directory(runs.path(), "r1");
    struct stat status = {};
    BOOST_TEST_REQUIRE(::stat(directory.path().c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777) == 0700);
    BOOST_CHECK_THROW(RunDirectory(runs.path(), "r1"), std::system_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
