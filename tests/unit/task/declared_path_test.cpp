#include "task/declared_path.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>

#include "base/file.hpp"
#include "errand/error.hpp"
#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"

namespace errand {

namespace fs = std::filesystem;

struct DeclaredPaths {
    DeclaredPaths() {
        directory.write("file", "x");
        fs::create_directory(at("below"));
    }
    fs::path at(const std::string& name) const { return directory.path() / name; }
    /// A symbolic link that is not root's, whoever runs the test.
    void link(const fs::path& target, const std::string& name) const {
        fs::create_symlink(target, at(name));
        if (::geteuid() == 0) BOOST_REQUIRE(::lchown(at(name).c_str(), 65534, 65534) == 0);
    }
    static bool is_same(const UniqueFd& file, const fs::path& path) {
        struct stat there = {};
        if (!file || ::stat(path.c_str(), &there) != 0) return false;
        const struct stat here = status_of(file.get(), path);
        return here.st_ino == there.st_ino && here.st_dev == there.st_dev;
    }

    testing::TemporaryDirectory directory;
};

BOOST_FIXTURE_TEST_SUITE(declared_path, DeclaredPaths)

BOOST_AUTO_TEST_CASE(is_opened) {
    BOOST_TEST(is_same(open_declared(at("file"), WhenAbsent::leave), at("file")));
    BOOST_TEST(is_same(open_declared(at("below"), WhenAbsent::leave), at("below")));
    BOOST_TEST(is_same(open_declared(at("below/"), WhenAbsent::make), at("below")));
}

BOOST_AUTO_TEST_CASE(that_is_not_there_is_nothing) {
    BOOST_TEST(!open_declared(at("absent"), WhenAbsent::leave));
    BOOST_TEST(!open_declared(at("file/absent"), WhenAbsent::leave));
    BOOST_TEST(!fs::exists(at("absent")));
}

BOOST_AUTO_TEST_CASE(is_made_when_it_is_to_be_written) {
    BOOST_TEST(is_same(open_declared(at("new.csv"), WhenAbsent::make), at("new.csv")));
    BOOST_TEST(fs::is_regular_file(at("new.csv")));
    BOOST_TEST(fs::file_size(at("new.csv")) == 0u);
    BOOST_TEST(is_same(open_declared(at("new/"), WhenAbsent::make), at("new")));
    BOOST_TEST(fs::is_directory(at("new")));
}

BOOST_AUTO_TEST_CASE(that_cannot_be_made_is_told) {
    const std::string path = at("absent/new.csv");
    BOOST_TEST(testing::thrown<Error>([&] { open_declared(path, WhenAbsent::make); }) ==
               "cannot make " + path + ", which the task may write: No such file or directory");
}

BOOST_AUTO_TEST_CASE(leads_through_links_of_root) {
    BOOST_REQUIRE(fs::is_symlink("/var/run"));
    BOOST_TEST(is_same(open_declared("/var/run", WhenAbsent::leave), "/run"));
    BOOST_TEST(!open_declared("/var/run/errand-test-absent", WhenAbsent::leave));
}

BOOST_AUTO_TEST_CASE(does_not_lead_through_links_of_others) {
    link("file", "to-file");
    link(directory.path(), "to-directory");
    link("absent", "to-nothing");
    const auto refused = [&](const std::string& path, const std::string& at_link) {
        return "the declared path " + at(path).string() + " leads through the symbolic link " + at(at_link).string() +
               ", which is not root's and could be another task's; declare what it leads to";
    };
    const auto told = [&](const std::string& path) {
        return testing::thrown<Error>([&] { open_declared(at(path), WhenAbsent::make); });
    };
    BOOST_TEST(told("to-file") == refused("to-file", "to-file"));
    BOOST_TEST(told("to-directory/file") == refused("to-directory/file", "to-directory"));
    BOOST_TEST(told("to-directory/new") == refused("to-directory/new", "to-directory"));
    BOOST_TEST(told("to-nothing") == refused("to-nothing", "to-nothing"));
    BOOST_TEST(!fs::exists(at("new")));
    BOOST_TEST(!fs::exists(at("absent")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
