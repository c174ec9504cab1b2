#include "auth/secret_source.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <ostream>

#include "base/error.hpp"
#include "support/thrown.hpp"

namespace errand {

namespace fs = std::filesystem;
using testing::thrown;

struct Content {
    std::string content;
    std::string secret;
};
std::ostream& operator<<(std::ostream& out, const Content& row) { return out << row.secret; }

/// A directory with one file in it, `secret`.
struct SecretFile {
    SecretFile() {
        std::string name = (fs::temp_directory_path() / "errand-secret-XXXXXX").string();
        BOOST_REQUIRE(::mkdtemp(name.data()));
        directory = name;
    }
    ~SecretFile() { fs::remove_all(directory); }

    void write(const std::string& content, mode_t mode = 0600) const {
        std::ofstream(path(), std::ios::binary) << content;
        ::chmod(path().c_str(), mode);
    }
    fs::path path() const { return directory / "secret"; }
    std::string problem() const {
        const std::string message = thrown<CommandError>([&] { read_secret_file(path()); });
        const std::string subject = "the secret file '" + path().string() + "' ";
        BOOST_TEST(message.substr(0, subject.size()) == subject);
        return message.substr(std::min(subject.size(), message.size()));
    }

    fs::path directory;
};

BOOST_FIXTURE_TEST_SUITE(secret_sources, SecretFile)

const Content contents[] = {
    {"hush", "hush"},       {"hush\n", "hush"},   {"hush\r\n", "hush"},
    {"hush\n\n", "hush\n"}, {" hush ", " hush "}, {std::string("a\0b", 3), std::string("a\0b", 3)},
};

BOOST_DATA_TEST_CASE_F(SecretFile, takes_one_line_break_off, boost::unit_test::data::make(contents), row) {
    write(row.content);
    BOOST_TEST(read_secret_file(path()).reveal() == row.secret);
}

BOOST_AUTO_TEST_CASE(reads_a_file_that_is_read_only) {
    write("hush", 0400);
    BOOST_TEST(read_secret_file(path()).reveal() == "hush");
}

BOOST_AUTO_TEST_CASE(refuses_a_file_that_others_can_touch) {
    for (const mode_t mode : {0640, 0620, 0604, 0602, 0601, 0666}) {
        write("hush", mode);
        BOOST_TEST(problem() == "can be read or written by others; close it: chmod 600 '" + path().string() + "'");
        ::chmod(path().c_str(), 0600);
    }
}

BOOST_AUTO_TEST_CASE(looks_at_the_file_behind_a_link) {
    std::ofstream(directory / "open") << "hush";
    ::chmod((directory / "open").c_str(), 0644);
    fs::create_symlink(directory / "open", path());
    BOOST_TEST(problem() == "can be read or written by others; close it: chmod 600 '" + path().string() + "'");
}

boost::test_tools::assertion_result is_root(boost::unit_test::test_unit_id) {
    boost::test_tools::assertion_result result(::geteuid() == 0);
    result.message() << "only root can give files away";
    return result;
}

BOOST_AUTO_TEST_CASE(refuses_a_file_of_another_user, *boost::unit_test::precondition(is_root)) {
    write("hush");
    BOOST_REQUIRE(::chown(path().c_str(), 65534, 65534) == 0);
    BOOST_TEST(problem() ==
               "belongs to another user; give it to the one that runs errand: chown 0 '" + path().string() + "'");
}

BOOST_AUTO_TEST_CASE(says_that_there_is_no_file) {
    BOOST_TEST(problem() == "does not exist; put the secret there, with mode 0600");
}

BOOST_AUTO_TEST_CASE(says_that_there_is_nothing_in_it) {
    for (const char* nothing : {"", "\n", "\r\n"}) {
        write(nothing);
        BOOST_TEST(problem() == "is empty; put the secret there");
    }
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_file) {
    fs::create_directory(path());
    BOOST_TEST(problem() == "is a directory; name the file within it");
    fs::remove(path());
    BOOST_REQUIRE(::mkfifo(path().c_str(), 0600) == 0);
    BOOST_TEST(problem() == "is not a regular file");
}

BOOST_AUTO_TEST_CASE(refuses_a_large_file) {
    write(std::string(64 * 1024, 'x'));
    BOOST_TEST(read_secret_file(path()).reveal().size() == 64u * 1024);
    write(std::string(64 * 1024 + 1, 'x'));
    BOOST_TEST(problem() == "is larger than 64KiB; it should hold the secret and nothing else");
}

BOOST_AUTO_TEST_CASE(exits_as_bad_configuration) {
    BOOST_CHECK_EXCEPTION(read_secret_file(path()), CommandError,
                          [](const CommandError& error) { return error.code() == ExitCode::configuration; });
}

BOOST_AUTO_TEST_CASE(reads_an_environment_variable) {
    const auto environment = [](const std::string& name) -> std::optional<std::string> {
        if (name == "FULL") return "hush\n";
        if (name == "EMPTY") return "";
        return std::nullopt;
    };
    BOOST_TEST(read_secret_variable("FULL", environment).reveal() == "hush\n");
    BOOST_TEST(thrown<CommandError>([&] { read_secret_variable("EMPTY", environment); }) ==
               "the environment variable EMPTY is empty; it should hold the secret");
    BOOST_TEST(thrown<CommandError>([&] { read_secret_variable("UNSET", environment); }) ==
               "the environment variable UNSET is not set; it should hold the secret");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
