#include "base/trusted_path.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <string>
#include <system_error>

#include "base/error.hpp"
#include "base/file.hpp"

using namespace errand;
namespace fs = std::filesystem;

namespace {

/// A directory of our own below /tmp with `inner/file` in it.
struct TrustedTree {
    TrustedTree() {
        std::string name = "/tmp/errand-trusted-XXXXXX";
        root = ::mkdtemp(name.data());
        fs::create_directory(root / "inner");
        std::ofstream(root / "inner" / "file") << "content";
        set_mode(root / "inner", 0755);
        set_mode(root / "inner" / "file", 0644);
    }
    ~TrustedTree() { fs::remove_all(root); }

    static void set_mode(const fs::path& path, mode_t mode) { BOOST_REQUIRE(::chmod(path.c_str(), mode) == 0); }
    std::string text(const std::string& below) const { return (root / below).string(); }

    fs::path root;
};

std::string refusal(const fs::path& path, uid_t user = ::geteuid()) {
    try {
        require_trusted(path, user);
    } catch (const CommandError& error) {
        BOOST_TEST((error.code() == ExitCode::configuration));
        return error.what();
    } catch (const std::system_error& error) {
        return error.what();
    }
    return "trusted";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(trusted_path, TrustedTree)

BOOST_AUTO_TEST_CASE(trusts_what_only_root_and_the_user_can_change) {
    BOOST_TEST(refusal(root / "inner" / "file") == "trusted");
    BOOST_TEST(refusal(root / "inner") == "trusted");
    BOOST_TEST(refusal(root / "inner" / ".." / "inner" / "." / "file") == "trusted");
    BOOST_TEST(refusal("/etc/passwd") == "trusted");
    BOOST_TEST(refusal("/") == "trusted");
    BOOST_TEST(read_all(open_trusted_file(root / "inner" / "file").get(), 100, root) == "content");
}

BOOST_AUTO_TEST_CASE(refuses_a_file_that_others_can_write) {
    set_mode(root / "inner" / "file", 0646);
    const std::string file = text("inner/file");
    BOOST_TEST(refusal(file) == file + " is writable by others (mode 0646); chmod go-w " + file);
    BOOST_CHECK_THROW(open_trusted_file(file), CommandError);
}

BOOST_AUTO_TEST_CASE(refuses_a_directory_above_that_others_can_write) {
    set_mode(root / "inner", 0775);
    BOOST_TEST(refusal(root / "inner" / "file") == text("inner/file") + ": " + text("inner") +
                                                       " is writable by others (mode 0775); chmod go-w " +
                                                       text("inner"));
}

BOOST_AUTO_TEST_CASE(a_sticky_directory_of_roots_will_do_above_but_not_at_the_end) {
    BOOST_TEST(refusal("/tmp") == "/tmp is writable by others (mode 1777); chmod go-w /tmp");
    if (::geteuid() == 0) return;
    set_mode(root / "inner", 01777);
    BOOST_TEST(refusal(root / "inner" / "file") == text("inner/file") + ": " + text("inner") +
                                                       " is writable by others (mode 1777); chmod go-w " +
                                                       text("inner"));
}

BOOST_AUTO_TEST_CASE(refuses_what_belongs_to_somebody_else) {
    // Root may give files away; everybody else can only pretend to be somebody else.
    uid_t owner = ::geteuid();
    if (owner == 0) {
        owner = 1234;
        BOOST_REQUIRE(::chown(text("inner").c_str(), owner, owner) == 0);
        BOOST_TEST(refusal(root / "inner" / "file", owner + 1) ==
                   text("inner/file") + ": " + text("inner") +
                       " belongs to uid 1234, not to root or you; run errand as that user, or chown it");
        BOOST_TEST(refusal(root / "inner" / "file", owner) == "trusted");
    } else {
        BOOST_TEST(refusal(root / "inner" / "file", owner + 1) ==
                   text("inner/file") + ": " + root.string() + " belongs to uid " + std::to_string(owner) +
                       ", not to root or you; run errand as that user, or chown it");
    }
}

BOOST_AUTO_TEST_CASE(follows_links_and_checks_where_they_lead) {
    fs::create_symlink("inner/file", root / "relative");
    fs::create_directory_symlink(root / "inner", root / "absolute");
    fs::create_symlink("loop", root / "loop");
    BOOST_TEST(refusal(root / "relative") == "trusted");
    BOOST_TEST(refusal(root / "absolute" / "file") == "trusted");
    BOOST_TEST(refusal(root / "loop") == text("loop") + ": Too many levels of symbolic links");
    BOOST_TEST(read_all(open_trusted_file(root / "relative").get(), 100, root) == "content");
    set_mode(root / "inner", 0757);
    BOOST_TEST(refusal(root / "relative") == text("relative") + ": " + text("inner") +
                                                 " is writable by others (mode 0757); chmod go-w " + text("inner"));
}

BOOST_AUTO_TEST_CASE(says_what_is_not_there_or_not_a_file) {
    BOOST_TEST(refusal(root / "nothing") == text("nothing") + ": No such file or directory");
    BOOST_TEST(refusal(root / "inner" / "file" / "more") == text("inner/file/more") + ": Not a directory");
    BOOST_CHECK_EXCEPTION(open_trusted_file(root / "inner"), std::system_error, [&](const std::system_error& error) {
        return error.what() == text("inner") + ": Is a directory";
    });
    BOOST_REQUIRE(::mkfifo(text("fifo").c_str(), 0600) == 0);
    ::chmod((root / "fifo").c_str(), 0666);
    ::chmod((root / "inner").c_str(), 01777);
    BOOST_CHECK_EXCEPTION(open_trusted_file(root / "inner"), std::system_error,
                          [&](const std::system_error& error) { return error.code() == std::errc::is_a_directory; });
    BOOST_CHECK_EXCEPTION(open_trusted_file(root / "fifo"), std::system_error, [&](const std::system_error& error) {
        return error.what() == text("fifo") + " is not a regular file: Invalid argument";
    });
}

BOOST_AUTO_TEST_SUITE_END()
