#include "runner/output_pump.hpp"

#include <fcntl.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <csignal>

#include "support/descriptors.hpp"
#include "support/stopped_reader.hpp"

namespace errand {

/// A pump between two pipes: a task writes to `task`, somebody reads from `reader`.
struct Pumped {
    Pumped() {
        ::fcntl(from_task.first.get(), F_SETFL, O_NONBLOCK);
        ::fcntl(to_reader.first.get(), F_SETFL, O_NONBLOCK);
    }
    void print(const std::string& text) const {
        BOOST_TEST_REQUIRE(::write(from_task.second.get(), text.data(), text.size()) ==
                           static_cast<ssize_t>(text.size()));
    }
    /// What arrived and was not read yet.
    std::string arrived() const { return testing::read_to_end(to_reader.first.get()); }

    testing::DescriptorPair from_task = testing::make_pipe();
    testing::DescriptorPair to_reader = testing::make_pipe();
    Outlet reader{to_reader.second.get()};
    Redactor redactor;
    OutputPump pump{from_task.first.get(), reader, redactor};
};

BOOST_FIXTURE_TEST_SUITE(output_pump, Pumped)

BOOST_AUTO_TEST_CASE(carries_what_is_printed) {
    BOOST_TEST(pump.wanted_source() == from_task.first.get());
    BOOST_TEST(pump.wanted_sink() == -1);
    print("hello\n");
    pump.read();
    BOOST_TEST(pump.wanted_sink() == reader.descriptor());
    pump.write();
    BOOST_TEST(arrived() == "hello\n");
    BOOST_TEST(pump.wanted_sink() == -1);
    BOOST_TEST(pump.total() == 6);
}

BOOST_AUTO_TEST_CASE(hides_a_secret_wherever_it_is_cut) {
    redactor.add("abcdefgh");
    print("an abcd");
    pump.read();
    pump.write();
    BOOST_TEST(arrived() == "an ");
    print("efgh, and abc");
    pump.read();
    pump.finish();
    pump.read();
    pump.write();
    BOOST_TEST(arrived() == "***, and abc");
    BOOST_TEST(pump.is_done());
    BOOST_TEST(pump.total() == 20);
}

BOOST_AUTO_TEST_CASE(reads_no_more_while_the_reader_has_stopped) {
    const std::size_t taken = testing::fill(reader).size();
    while (pump.wanted_source() >= 0) {
        print(std::string(4096, 'x'));
        pump.read();
    }
    BOOST_TEST(pump.total() == 64 * 1024);
    pump.write();
    BOOST_TEST(pump.wanted_source() == -1);
    BOOST_TEST(arrived().size() == taken);
    pump.write();
    BOOST_TEST(pump.wanted_source() == from_task.first.get());
}

BOOST_AUTO_TEST_CASE(is_done_when_the_task_has_closed_and_all_is_written) {
    print("last words");
    from_task.second.reset();
    pump.read();
    BOOST_TEST(!pump.is_done());
    pump.read();
    BOOST_TEST(pump.wanted_source() == -1);
    BOOST_TEST(!pump.is_done());
    pump.write();
    BOOST_TEST(pump.is_done());
    BOOST_TEST(arrived() == "last words");
}

BOOST_AUTO_TEST_CASE(is_not_done_merely_since_there_is_nothing_to_read) {
    pump.read();
    BOOST_TEST(!pump.is_done());
    BOOST_TEST(pump.wanted_source() == from_task.first.get());
}

BOOST_AUTO_TEST_CASE(is_done_without_the_end_of_the_pipe_when_nothing_more_will_come) {
    print("last words");
    pump.finish();
    pump.read();
    BOOST_TEST(!pump.is_done());
    pump.read();
    pump.write();
    BOOST_TEST(pump.is_done());
    BOOST_TEST(arrived() == "last words");
}

BOOST_AUTO_TEST_CASE(goes_on_reading_when_nobody_takes_it) {
    const auto previous = std::signal(SIGPIPE, SIG_IGN);
    to_reader.first.reset();
    print("lost");
    pump.read();
    BOOST_TEST(pump.sink_error() == 0);
    pump.write();
    BOOST_TEST(pump.sink_error() == EPIPE);
    BOOST_TEST(pump.wanted_sink() == -1);
    print("lost too");
    pump.read();
    BOOST_TEST(pump.wanted_sink() == -1);
    BOOST_TEST(pump.total() == 12);
    from_task.second.reset();
    pump.read();
    BOOST_TEST(pump.is_done());
    std::signal(SIGPIPE, previous);
}

BOOST_AUTO_TEST_CASE(tells_when_the_disk_is_full) {
    const UniqueFd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    const Outlet full_disk(full.get());
    OutputPump to_full(from_task.first.get(), full_disk, redactor);
    print("lost");
    to_full.read();
    to_full.write();
    BOOST_TEST(to_full.sink_error() == ENOSPC);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
