#include "errand/files/new_file.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "errand/error.hpp"
#include "support/file_text.hpp"
#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"

namespace fs = std::filesystem;
using namespace errand;
using testing::text_of;
using testing::thrown;

namespace {

/// A directory with the file `report`, which only its owner may touch.
struct WithReport : testing::TemporaryDirectory {
    WithReport() : report(write("report", "old")) { ::chmod(report.c_str(), 0600); }

    auto count_files() const { return std::distance(fs::directory_iterator(path()), fs::directory_iterator()); }
    fs::perms mode() const { return fs::status(report).permissions(); }

    const fs::path report;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(new_file, WithReport)

BOOST_AUTO_TEST_CASE(takes_the_place_of_another_with_its_mode) {
    NewFile file(report, "run");
    BOOST_TEST(text_of(path() / ".report.run.new") == "");
    BOOST_TEST(text_of(report) == "old");
    file.put_in_place(std::string(100000, 'x'));
    BOOST_TEST((text_of(report) == std::string(100000, 'x')));
    BOOST_TEST((mode() == fs::perms(0600)));
    BOOST_TEST(count_files() == 1);
}

BOOST_AUTO_TEST_CASE(takes_it_with_a_mode_of_its_own) {
    NewFile(report, "run").put_in_place("new", 0640);
    BOOST_TEST(text_of(report) == "new");
    BOOST_TEST((mode() == fs::perms(0640)));
}

BOOST_AUTO_TEST_CASE(is_made_where_none_was) {
    NewFile(path() / "other", "run").put_in_place("new");
    BOOST_TEST(text_of(path() / "other") == "new");
    BOOST_TEST(count_files() == 2);
}

BOOST_AUTO_TEST_CASE(leaves_nothing_unless_it_is_put_in_place) {
    { const NewFile file(report, "run"); }
    BOOST_TEST(text_of(report) == "old");
    BOOST_TEST(count_files() == 1);
}

BOOST_AUTO_TEST_CASE(does_not_follow_what_stands_at_its_name) {
    fs::create_symlink(report, path() / ".report.run.new");
    BOOST_TEST(thrown<Error>([&] { NewFile(report, "run"); }) == "cannot write " + report.string() + ": File exists");
    BOOST_TEST(text_of(report) == "old");
}

BOOST_AUTO_TEST_CASE(is_no_directory) {
    BOOST_TEST(thrown<Error>([&] { NewFile(path() / "", "run"); }) ==
               "cannot write " + path().string() + "/: it names a directory, and not a file in it");
}

BOOST_AUTO_TEST_SUITE_END()
