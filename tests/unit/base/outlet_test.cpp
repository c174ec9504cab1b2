#include "base/outlet.hpp"

#include <fcntl.h>
#include <pty.h>
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <climits>
#include <csignal>

#include "support/descriptors.hpp"
#include "support/stopped_reader.hpp"
#include "support/temporary_directory.hpp"

namespace errand {

BOOST_AUTO_TEST_SUITE(outlet)

/// Of its status flags, as every process that shares the descriptor has them.
static bool makes_others_wait(int descriptor) { return (::fcntl(descriptor, F_GETFL) & O_NONBLOCK) == 0; }

static std::string read_some(int descriptor, std::size_t size) {
    std::string text(size, ' ');
    const ssize_t count = ::read(descriptor, text.data(), text.size());
    text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return text;
}

BOOST_AUTO_TEST_CASE(writes_to_a_pipe_what_it_takes) {
    const testing::DescriptorPair pipe = testing::make_pipe();
    const Outlet outlet(pipe.second.get());
    BOOST_TEST(outlet.write("hello") == 5);
    BOOST_TEST(read_some(pipe.first.get(), 100) == "hello");
    BOOST_TEST(testing::fill(outlet).size() > 0U);
    BOOST_TEST(outlet.write("one more") == 0);
    BOOST_TEST(makes_others_wait(pipe.second.get()));
}

BOOST_AUTO_TEST_CASE(writes_to_a_socket_what_it_takes) {
    const testing::DescriptorPair socket = testing::make_socket_pair();
    const Outlet outlet(socket.second.get());
    BOOST_TEST(outlet.write("hello") == 5);
    BOOST_TEST(read_some(socket.first.get(), 100) == "hello");
    BOOST_TEST(testing::fill(outlet).size() > 0U);
    BOOST_TEST(outlet.write("one more") == 0);
    BOOST_TEST(makes_others_wait(socket.second.get()));
}

BOOST_AUTO_TEST_CASE(writes_to_a_terminal_what_it_takes) {
    int terminal = -1;
    int program = -1;
    BOOST_TEST_REQUIRE(::openpty(&terminal, &program, nullptr, nullptr, nullptr) == 0);
    const UniqueFd terminal_end(terminal);
    const UniqueFd program_end(program);
    const Outlet outlet(program);
    BOOST_TEST(outlet.write("hello") == 5);
    BOOST_TEST(read_some(terminal, 5) == "hello");
    BOOST_TEST(testing::fill(outlet).size() > 0U);
    BOOST_TEST(outlet.write("one more") == 0);
    BOOST_TEST(makes_others_wait(program));
}

BOOST_FIXTURE_TEST_CASE(writes_to_a_file_where_it_is, testing::TemporaryDirectory) {
    const UniqueFd file(::open((path() / "log").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    BOOST_TEST(::write(file.get(), "before ", 7) == 7);
    const Outlet outlet(file.get());
    BOOST_TEST(outlet.write("hello") == 5);
    BOOST_TEST(::lseek(file.get(), 0, SEEK_SET) == 0);
    BOOST_TEST(read_some(file.get(), 100) == "before hello");
}

BOOST_AUTO_TEST_CASE(tells_why_nothing_more_can_be_written) {
    const auto previous = std::signal(SIGPIPE, SIG_IGN);
    testing::DescriptorPair pipe = testing::make_pipe();
    const Outlet outlet(pipe.second.get());
    pipe.first.reset();
    BOOST_TEST(outlet.write("lost") == -1);
    BOOST_TEST(errno == EPIPE);
    const Outlet opened_later(pipe.second.get());
    BOOST_TEST(opened_later.write("lost") == -1);
    BOOST_TEST(errno == EPIPE);
    std::signal(SIGPIPE, previous);
}

BOOST_AUTO_TEST_CASE(writes_nothing_to_what_is_open_for_reading) {
    const UniqueFd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    BOOST_TEST(Outlet(null.get()).write("lost") == -1);
    BOOST_TEST(errno == EBADF);
}

BOOST_FIXTURE_TEST_CASE(takes_care_where_it_may_not_open_again, testing::TemporaryDirectory) {
    // A named pipe that nobody reads cannot be opened.
    const std::string name = path() / "pipe";
    BOOST_TEST_REQUIRE(::mkfifo(name.c_str(), 0600) == 0);
    UniqueFd reader(::open(name.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    const UniqueFd writer(::open(name.c_str(), O_WRONLY | O_CLOEXEC));
    reader.reset();
    const Outlet outlet(writer.get());
    BOOST_TEST(outlet.descriptor() == writer.get());
    reader = UniqueFd(::open(name.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    BOOST_TEST(outlet.write(std::string(10'000, 'x')) == PIPE_BUF);
    BOOST_TEST(testing::fill(outlet).size() > 0U);
    BOOST_TEST(outlet.write("one more") == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
