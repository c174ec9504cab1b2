#include "base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <string>
#include <system_error>

using namespace errand;
namespace fs = std::filesystem;

namespace {

struct Folder {
    Folder() {
        std::string name = "/tmp/errand-file-XXXXXX";
        path = ::mkdtemp(name.data());
    }
    ~Folder() { fs::remove_all(path); }

    auto entries() const { return std::distance(fs::directory_iterator(path), fs::directory_iterator()); }

    fs::path path;
};

auto says(int code, std::string message) {
    return [code, message = std::move(message)](const std::system_error& error) {
        BOOST_TEST(error.code().value() == code);
        BOOST_TEST(error.what() == message);
        return true;
    };
}

mode_t mode_of(const fs::path& path) {
    struct stat status = {};
    BOOST_REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777;
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(writes_and_reads_a_file, Folder) {
    const std::string content = std::string(100'000, 'x') + std::string("\0\xff\n", 3);
    replace_file(path / "a", content);
    BOOST_TEST((read_file(path / "a", content.size()) == content));
    BOOST_TEST(mode_of(path / "a") == 0600U);
    replace_file(path / "a", "", 0644);
    BOOST_TEST(read_file(path / "a", 0) == "");
    BOOST_TEST(mode_of(path / "a") == 0644U);
    BOOST_TEST(entries() == 1);
}

BOOST_FIXTURE_TEST_CASE(refuses_a_file_beyond_the_limit, Folder) {
    replace_file(path / "a", "12345");
    const std::string name = (path / "a").string();
    BOOST_CHECK_EXCEPTION(read_file(name, 4), std::system_error, says(EFBIG, name + ": File too large"));
}

BOOST_FIXTURE_TEST_CASE(reads_regular_files_only, Folder) {
    const std::string folder = path.string();
    BOOST_CHECK_EXCEPTION(open_regular_file(folder + "/none"), std::system_error,
                          says(ENOENT, folder + "/none: No such file or directory"));
    BOOST_CHECK_EXCEPTION(open_regular_file(folder), std::system_error, says(EISDIR, folder + ": Is a directory"));
    const std::string fifo = folder + "/fifo";
    BOOST_REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    BOOST_CHECK_EXCEPTION(open_regular_file(fifo), std::system_error,
                          says(EINVAL, fifo + " is not a regular file: Invalid argument"));
}

BOOST_FIXTURE_TEST_CASE(opens_files_that_no_child_inherits, Folder) {
    replace_file(path / "a", "x");
    const UniqueFd fd = open_regular_file(path / "a");
    BOOST_TEST((::fcntl(fd.get(), F_GETFD) & FD_CLOEXEC) != 0);
}

BOOST_FIXTURE_TEST_CASE(a_replacement_that_fails_leaves_nothing_behind, Folder) {
    fs::create_directory(path / "a");
    BOOST_CHECK_THROW(replace_file(path / "a", "x"), std::system_error);
    BOOST_TEST(entries() == 1);
    BOOST_CHECK_THROW(replace_file(path / "none" / "a", "x"), std::system_error);
}
