#include "base/landlock.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "support/forked.hpp"
#include "support/temporary_directory.hpp"

namespace errand {

using Access = LandlockDomain::Access;

/// "ok", or what errno says.
std::string told(bool is_done) { return is_done ? "ok" : std::strerror(errno); }

std::string told_by_open(const std::filesystem::path& path, int flags) {
    return told(static_cast<bool>(UniqueFd(::open(path.c_str(), flags | O_CLOEXEC, 0600))));
}

/// Some files, and a domain of a version that let some of them in.
struct LandlockWorld {
    LandlockWorld() {
        directory.write("closed/file", "closed");
        directory.write("read/file", "read");
        directory.write("write/file", "write");
        directory.write("write/below/file", "write");
        directory.write("alone", "alone");
    }
    void let_in(LandlockDomain& domain, const char* name, Access access) const {
        const UniqueFd file(::open(at(name).c_str(), O_PATH | O_CLOEXEC));
        domain.let_in(file.get(), access);
    }
    void enter(int version) const {
        LandlockDomain domain(version);
        let_in(domain, "read", Access::read);
        let_in(domain, "write", Access::write);
        let_in(domain, "alone", Access::write);
        domain.enter();
    }
    std::filesystem::path at(const char* name) const { return directory.path() / name; }

    testing::TemporaryDirectory directory;
};

/// As far as this kernel goes.
std::vector<int> versions() {
    std::vector<int> all;
    for (int version = 1; version <= landlock_version(); ++version) all.push_back(version);
    return all;
}

BOOST_FIXTURE_TEST_SUITE(landlock, LandlockWorld)

BOOST_AUTO_TEST_CASE(lets_in_what_was_named_and_no_more_whatever_its_version) {
    for (const int version : versions()) {
        BOOST_TEST_CONTEXT("version " << version) {
            const auto told_of = [&](const char* name, int flags) {
                return testing::said_by_child([&] { return enter(version), told_by_open(at(name), flags); });
            };
            BOOST_TEST(told_of("read/file", O_RDONLY) == "ok");
            BOOST_TEST(told_of("read/file", O_WRONLY) == "Permission denied");
            BOOST_TEST(told_of("read/new", O_WRONLY | O_CREAT) == "Permission denied");
            BOOST_TEST(told_of("write/file", O_RDWR | O_TRUNC) == "ok");
            BOOST_TEST(told_of("write/below/new", O_WRONLY | O_CREAT) == "ok");
            BOOST_TEST(told_of("alone", O_RDWR) == "ok");
            BOOST_TEST(told_of("closed/file", O_RDONLY) == "Permission denied");
            BOOST_TEST(told_of("closed", O_RDONLY | O_DIRECTORY) == "Permission denied");
            BOOST_TEST(told_of("closed/new", O_WRONLY | O_CREAT) == "Permission denied");
        }
    }
}

BOOST_AUTO_TEST_CASE(lets_nothing_be_moved_or_linked_out_or_in) {
    for (const int version : versions()) {
        BOOST_TEST_CONTEXT("version " << version) {
            const auto told_of = [&](const auto& move, const char* from, const char* to) {
                return testing::said_by_child(
                    [&] { return enter(version), told(move(at(from).c_str(), at(to).c_str()) == 0); });
            };
            BOOST_TEST(told_of(::rename, "write/file", "closed/moved") != "ok");
            BOOST_TEST(told_of(::rename, "closed/file", "write/moved") != "ok");
            BOOST_TEST(told_of(::link, "closed/file", "write/linked") != "ok");
            BOOST_TEST(told_of(::link, "read/file", "write/linked") != "ok");
            BOOST_TEST(told_of(::rename, "write/file", "write/renamed") == "ok");
            BOOST_TEST(told_of(::rename, "write/renamed", "write/file") == "ok");
            const std::string moved = told_of(::rename, "write/file", "write/below/moved");
            BOOST_TEST(moved == (version < 2 ? "Invalid cross-device link" : "ok"));
            if (moved == "ok") std::filesystem::rename(at("write/below/moved"), at("write/file"));
        }
    }
}

BOOST_AUTO_TEST_CASE(lets_a_file_be_emptied_by_name_only_before_version_3) {
    for (const int version : versions())
        BOOST_TEST(testing::said_by_child([&] {
                       return enter(version), told(::truncate(at("closed/file").c_str(), 0) == 0);
                   }) == (version < 3 ? "ok" : "Permission denied"));
}

BOOST_AUTO_TEST_CASE(holds_signals_back_from_version_6) {
    for (const int version : versions())
        BOOST_TEST(testing::said_by_child([&] { return enter(version), told(::kill(::getppid(), 0) == 0); }) ==
                   (version < 6 ? "ok" : "Operation not permitted"));
}

BOOST_AUTO_TEST_CASE(lets_signals_pass_within) {
    for (const int version : versions())
        BOOST_TEST(testing::said_by_child([&] {
                       enter(version);
                       const pid_t child = ::fork();
                       if (child == 0)
                           for (;;) ::pause();
                       const std::string sent = told(::kill(child, SIGKILL) == 0);
                       ::waitpid(child, nullptr, 0);
                       return sent + ", " + told(::raise(0) == 0);
                   }) == "ok, ok");
}

BOOST_AUTO_TEST_CASE(holds_abstract_sockets_back_from_version_6) {
    const UniqueFd server(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    socklen_t size = sizeof address.sun_family;  // The kernel chooses a name that is free.
    BOOST_REQUIRE(::bind(server.get(), reinterpret_cast<const sockaddr*>(&address), size) == 0);
    BOOST_REQUIRE(::listen(server.get(), 8) == 0);
    size = sizeof address;
    BOOST_REQUIRE(::getsockname(server.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
    for (const int version : versions())
        BOOST_TEST(testing::said_by_child([&] {
                       enter(version);
                       const UniqueFd client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
                       return told(::connect(client.get(), reinterpret_cast<const sockaddr*>(&address), size) == 0);
                   }) == (version < 6 ? "ok" : "Operation not permitted"));
}

BOOST_AUTO_TEST_CASE(of_version_0_closes_nothing) {
    BOOST_TEST(testing::said_by_child([&] { return enter(0), told_by_open(at("closed/file"), O_RDONLY); }) == "ok");
}

BOOST_AUTO_TEST_CASE(renounces_new_privileges_in_any_version) {
    BOOST_TEST(testing::said_by_child([&] {
                   enter(0);
                   return std::to_string(::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
               }) == "1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
