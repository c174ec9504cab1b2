#include "task/file_cage.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <ostream>
#include <string>

#include "base/landlock.hpp"
#include "support/file_text.hpp"
#include "support/forked.hpp"
#include "support/temporary_directory.hpp"

namespace errand {

namespace fs = std::filesystem;

/// What stands around a plugin, and a cage for it.
struct CagedWorld {
    CagedWorld() {
        for (const char* name :
             {"plugins/libother.so.1", "plugins/errand.yaml", "work/file", "other-work/file", "secret", "in/below/file",
              "out/file", "result.csv", "ca/a.pem", "elsewhere/b.pem", "ca.pem"})
            directory.write(name, "text");
        fs::copy_file("/bin/true", at("plugins/ours.so"));
        fs::create_symlink(at("elsewhere/b.pem"), at("ca/b.pem"));
        fs::create_symlink(at("secret"), at("work/link"));
    }
    fs::path at(const std::string& name) const { return directory.path() / name; }
    CageDoors doors() const {
        FileAccess files;
        files.read = {at("in"), at("absent")};
        files.write = {at("out/"), at("result.csv"), at("new.csv")};
        return {at("plugins/ours.so"), at("work"), files, {at("ca.pem"), at("ca"), at("ca/b.pem")}};
    }
    /// What is told of something done inside.
    template <class Action>
    std::string told_inside(const CageDoors& doors, Action&& action) const {
        return testing::said_by_child([&] {
            enter_file_cage(doors);
            return std::string(action() ? "ok" : std::strerror(errno));
        });
    }
    std::string told_by_open(const CageDoors& doors, const std::string& path, int flags) const {
        return told_inside(doors, [&] { return UniqueFd(::open(path.c_str(), flags | O_CLOEXEC, 0600)).get() >= 0; });
    }

    testing::TemporaryDirectory directory;
};

struct Inside {
    const char* path;
    int flags;

    friend std::ostream& operator<<(std::ostream& out, const Inside& row) {
        return out << row.path << (row.flags == O_RDONLY ? "" : " for writing");
    }
    /// Absolute, or in the test's directory.
    std::string path_in(const fs::path& directory) const { return directory / path; }
};

const Inside open_inside[] = {
    {"plugins/ours.so", O_RDONLY},
    {"plugins/libother.so.1", O_RDONLY},
    {"work", O_RDONLY | O_DIRECTORY},
    {"work/file", O_RDWR | O_TRUNC},
    {"work/new", O_WRONLY | O_CREAT},
    {"in/below/file", O_RDONLY},
    {"out/file", O_RDWR | O_TRUNC},
    {"out/new", O_WRONLY | O_CREAT},
    {"result.csv", O_RDWR | O_TRUNC},
    {"new.csv", O_WRONLY | O_CREAT | O_TRUNC},
    {"ca.pem", O_RDONLY},
    {"ca/a.pem", O_RDONLY},
    {"ca/b.pem", O_RDONLY},
    {"/etc/passwd", O_RDONLY},
    {"/etc/resolv.conf", O_RDONLY},
    {"/etc/ssl/openssl.cnf", O_RDONLY},
    {"/etc/ssl/certs", O_RDONLY | O_DIRECTORY},
    {"/usr/share/zoneinfo/UTC", O_RDONLY},
    {"/bin/sh", O_RDONLY},
    {"/lib64/ld-linux-x86-64.so.2", O_RDONLY},
    {"/dev/null", O_RDWR | O_TRUNC},
    {"/dev/zero", O_RDWR},
    {"/dev/urandom", O_RDONLY},
    {"/proc/self/maps", O_RDONLY},
    {"/proc/self/fd", O_RDONLY | O_DIRECTORY},
    {"/proc/cpuinfo", O_RDONLY},
};

const Inside closed_inside[] = {
    {".", O_RDONLY | O_DIRECTORY},
    {"secret", O_RDONLY},
    {"secret", O_WRONLY | O_TRUNC},
    {"new", O_WRONLY | O_CREAT},
    {"plugins", O_RDONLY | O_DIRECTORY},
    {"plugins/errand.yaml", O_RDONLY},
    {"plugins/ours.so", O_WRONLY},
    {"plugins/new.so", O_WRONLY | O_CREAT},
    {"work/link", O_RDONLY},
    {"work/../secret", O_RDONLY},
    {"other-work/file", O_RDONLY},
    {"in/below/file", O_WRONLY},
    {"in/new", O_WRONLY | O_CREAT},
    {"elsewhere/b.pem", O_WRONLY},
    {"/", O_RDONLY | O_DIRECTORY},
    {"/etc", O_RDONLY | O_DIRECTORY},
    {"/etc/fstab", O_RDONLY},
    {"/usr", O_RDONLY | O_DIRECTORY},
    {"/usr/local/etc", O_RDONLY | O_DIRECTORY},
    {"/tmp", O_RDONLY | O_DIRECTORY},
    {"/home", O_RDONLY | O_DIRECTORY},
    {"/dev", O_RDONLY | O_DIRECTORY},
    {"/dev/shm", O_RDONLY | O_DIRECTORY},
    {"/proc", O_RDONLY | O_DIRECTORY},
    {"/proc/1/cmdline", O_RDONLY},
    {"/proc/self/root/etc/fstab", O_RDONLY},
    {"/proc/self/comm", O_WRONLY},
};

BOOST_FIXTURE_TEST_SUITE(file_cage, CagedWorld)

BOOST_DATA_TEST_CASE(lets_in, boost::unit_test::data::make(open_inside), row) {
    BOOST_TEST(told_by_open(doors(), row.path_in(directory.path()), row.flags) == "ok");
}

BOOST_DATA_TEST_CASE(keeps_out, boost::unit_test::data::make(closed_inside), row) {
    if (landlock_version() == 0) return;
    BOOST_TEST(told_by_open(doors(), row.path_in(directory.path()), row.flags) == "Permission denied");
}

BOOST_AUTO_TEST_CASE(knows_no_other_process) {
    if (landlock_version() == 0) return;
    const std::string parent = "/proc/" + std::to_string(::getpid());
    for (const char* file : {"/cmdline", "/stat", "/environ", "/maps", "/fd", "/root/etc/passwd", "/cwd/CHANGELOG.md"})
        BOOST_TEST(told_by_open(doors(), parent + file, O_RDONLY) == "Permission denied", file);
}

BOOST_AUTO_TEST_CASE(makes_what_may_be_written) {
    BOOST_TEST(told_inside(doors(), [] { return true; }) == "ok");
    BOOST_TEST(testing::text_of(at("new.csv")) == "");
    BOOST_TEST(testing::text_of(at("result.csv")) == "text");
    BOOST_TEST(!fs::exists(at("absent")));
}

BOOST_AUTO_TEST_CASE(runs_programs_of_the_system_and_of_the_working_directory) {
    const std::string work = at("work");
    const auto told = [&](const std::string& command) {
        return told_inside(doors(), [&] { return std::system(("cd " + work + " && " + command).c_str()) == 0; });
    };
    BOOST_TEST(told("echo a b | tr ' ' '\\n' | sort > lines && test $(wc -l < lines) = 2") == "ok");
    BOOST_TEST(told("cp /bin/true mine && ./mine && mkdir below && mv mine below/ && rm -r below") == "ok");
    BOOST_TEST(told("echo x > /dev/null && (echo x > /dev/stdout) | grep -q x") == "ok");
    if (landlock_version() > 0) BOOST_TEST(told("cat ../secret > copy 2> /dev/null") != "ok");
}

BOOST_AUTO_TEST_CASE(is_none_for_a_task_that_touches_any_file) {
    CageDoors trusted = doors();
    trusted.files.any = true;
    BOOST_TEST(told_by_open(trusted, at("secret"), O_RDONLY) == "ok");
}

BOOST_AUTO_TEST_CASE(without_a_working_directory_has_none) {
    if (landlock_version() == 0) return;
    BOOST_TEST(told_by_open({at("plugins/ours.so")}, at("work/file"), O_RDONLY) == "Permission denied");
    BOOST_TEST(told_by_open({at("plugins/ours.so")}, ".", O_RDONLY) == "Permission denied");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
