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
        reader.never_wait();
    }
    void print(const std::string& text) const {
        BOOST_TEST_REQUIRE(::write(from_task.second.get(), text.data(), text.size()) ==
                           static_cast<ssize_t>(text.size()));
    }
    void carry(const std::string& text) {
        print(text);
        pump.read();
        reader.write();
    }
    /// What arrived and was not read yet.
    std::string arrived() const { return testing::read_to_end(to_reader.first.get()); }

    testing::DescriptorPair from_task = testing::make_pipe();
    testing::DescriptorPair to_reader = testing::make_pipe();
    OutletBuffer reader{to_reader.second.get()};
    Redactor redactor;
    const SystemClock clock;
    AttemptLog log{{}, "task", 1, clock};
    OutputPump pump{from_task.first.get(), reader, log, redactor};
};

BOOST_FIXTURE_TEST_SUITE(output_pump, Pumped)

BOOST_AUTO_TEST_CASE(carries_what_is_printed) {
    BOOST_TEST(pump.wanted_source() == from_task.first.get());
    carry("hello\n");
    BOOST_TEST(arrived() == "hello\n");
    BOOST_TEST(pump.total() == 6);
}

BOOST_AUTO_TEST_CASE(keeps_the_lines_of_several_tasks_apart) {
    const testing::DescriptorPair from_other = testing::make_pipe();
    OutputPump other(from_other.first.get(), reader, log, redactor);
    carry("one, ");
    BOOST_TEST_REQUIRE(::write(from_other.second.get(), "a line\n", 7) == 7);
    other.read();
    carry("two\nthree");
    BOOST_TEST(arrived() == "a line\none, two\n");
    from_task.second.reset();
    pump.read();
    reader.write();
    BOOST_TEST(arrived() == "three");
}

BOOST_AUTO_TEST_CASE(cuts_a_line_that_does_not_end) {
    for (int i = 0; i < 15; ++i) carry(std::string(4096, 'x'));
    BOOST_TEST(arrived() == "");
    carry(std::string(4096, 'x'));
    BOOST_TEST(arrived().size() == 64U * 1024);
}

BOOST_AUTO_TEST_CASE(hides_a_secret_wherever_it_is_cut) {
    redactor.add("abcdefgh");
    carry("an abcd");
    carry("efgh\nand abc");
    BOOST_TEST(arrived() == "an ***\n");
    pump.finish();
    pump.read();
    reader.write();
    BOOST_TEST(arrived() == "and abc");
    BOOST_TEST(pump.is_done());
    BOOST_TEST(pump.total() == 19);
}

BOOST_AUTO_TEST_CASE(reads_no_more_while_the_reader_has_stopped) {
    const std::size_t taken = testing::fill(reader.outlet()).size();
    const std::string line = std::string(4095, 'x') + '\n';
    while (pump.wanted_source() >= 0) carry(line);
    BOOST_TEST(pump.total() == 64 * 1024);
    BOOST_TEST(arrived().size() == taken);
    reader.write();
    BOOST_TEST(pump.wanted_source() == from_task.first.get());
}

BOOST_AUTO_TEST_CASE(is_done_when_the_task_has_closed_and_all_is_handed_over) {
    print("last words");
    from_task.second.reset();
    pump.read();
    BOOST_TEST(!pump.is_done());
    pump.read();
    BOOST_TEST(pump.wanted_source() == -1);
    BOOST_TEST(pump.is_done());
    reader.write();
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
    BOOST_TEST(pump.is_done());
    reader.write();
    BOOST_TEST(arrived() == "last words");
}

BOOST_AUTO_TEST_CASE(goes_on_reading_when_nobody_takes_it) {
    const auto previous = std::signal(SIGPIPE, SIG_IGN);
    to_reader.first.reset();
    carry("lost\n");
    BOOST_TEST(reader.error() == EPIPE);
    carry("lost too\n");
    BOOST_TEST(reader.wanted() == -1);
    BOOST_TEST(pump.total() == 14);
    from_task.second.reset();
    pump.read();
    BOOST_TEST(pump.is_done());
    std::signal(SIGPIPE, previous);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
