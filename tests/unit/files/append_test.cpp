#include "errand/files/append.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>

#include <sys/resource.h>

#include "errand/error.hpp"
#include "support/file_text.hpp"
#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"

namespace fs = std::filesystem;
using namespace errand;
using testing::text_of;
using testing::thrown;

namespace {

struct WithLog : testing::TemporaryDirectory {
    WithLog() : log(write("log", "one\n")) { ::chmod(log.c_str(), 0600); }

    fs::perms mode() const { return fs::status(log).permissions(); }

    const fs::path log;
};

/// No file grows beyond this many bytes while it lives, as on a full disk.
class SmallDisk {
public:
    explicit SmallDisk(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small = {bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

private:
    rlimit before_ = {};
    void (*handler_)(int) = nullptr;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(append, WithLog)

BOOST_AUTO_TEST_CASE(adds_to_the_end_and_leaves_the_mode) {
    append_to_file(log, "two\n");
    append_to_file(log, "");
    BOOST_TEST(text_of(log) == "one\ntwo\n");
    BOOST_TEST((mode() == fs::perms(0600)));
}

BOOST_AUTO_TEST_CASE(sets_a_mode) {
    append_to_file(log, "two\n", 0640);
    BOOST_TEST((mode() == fs::perms(0640)));
}

BOOST_AUTO_TEST_CASE(makes_the_file) {
    append_to_file(path() / "new", "one\n");
    BOOST_TEST(text_of(path() / "new") == "one\n");
}

BOOST_AUTO_TEST_CASE(takes_back_what_did_not_fit) {
    const SmallDisk disk(10);
    BOOST_TEST(thrown<Error>([&] { append_to_file(log, "more than fits"); }) ==
               "cannot add to " + log.string() + ": File too large");
    BOOST_TEST(text_of(log) == "one\n");
}

BOOST_AUTO_TEST_CASE(adds_to_files_only) {
    BOOST_TEST(thrown<Error>([&] { append_to_file(path(), "x"); }) ==
               "cannot add to " + path().string() + ": Is a directory");
    BOOST_TEST(thrown<Error>([] { append_to_file("/dev/null", "x"); }) ==
               "cannot add to /dev/null: it is no regular file");
    BOOST_TEST(thrown<Error>([] { append_to_file("/nowhere/at/all", "x"); }) ==
               "cannot add to /nowhere/at/all: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
