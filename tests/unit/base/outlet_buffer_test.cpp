#include "base/outlet_buffer.hpp"

#include <fcntl.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <ostream>
#include <thread>

#include "base/event.hpp"
#include "support/descriptors.hpp"
#include "support/stopped_reader.hpp"

namespace errand {

using namespace std::chrono_literals;

/// A stream into a pipe.
struct Printing {
    /// What the reader finds at this moment.
    std::string arrived() const {
        ::fcntl(pipe.first.get(), F_SETFL, O_NONBLOCK);
        std::string text = testing::read_to_end(pipe.first.get());
        ::fcntl(pipe.first.get(), F_SETFL, 0);
        return text;
    }
    /// The reader stops.
    void stop_reading() { taken = testing::fill(buffer.outlet()); }

    testing::DescriptorPair pipe = testing::make_pipe();
    OutletBuffer buffer{pipe.second.get()};
    std::ostream stream{&buffer};
    /// What the pipe holds before what is printed.
    std::string taken;
};

BOOST_FIXTURE_TEST_SUITE(outlet_buffer, Printing)

BOOST_AUTO_TEST_CASE(writes_when_it_is_flushed) {
    stream << "hello " << 'w' << "orld";
    BOOST_TEST(arrived() == "");
    stream << std::flush;
    BOOST_TEST(arrived() == "hello world");
    BOOST_TEST(buffer.wanted() == -1);
}

BOOST_AUTO_TEST_CASE(writes_what_is_left_at_its_end) {
    {
        OutletBuffer short_lived(pipe.second.get());
        std::ostream(&short_lived) << "last words";
    }
    BOOST_TEST(arrived() == "last words");
}

BOOST_AUTO_TEST_CASE(knows_whether_its_last_line_has_ended) {
    BOOST_TEST(!buffer.is_within_line());
    stream << "hello";
    BOOST_TEST(buffer.is_within_line());
    stream << "" << std::flush;
    BOOST_TEST(buffer.is_within_line());
    stream << " world\n";
    BOOST_TEST(!buffer.is_within_line());
}

BOOST_AUTO_TEST_CASE(waits_for_the_reader) {
    const std::string large(1'000'000, 'x');
    std::string read;
    std::thread reader([&] {
        while (read.size() < large.size()) {
            std::string piece(large.size(), ' ');
            const ssize_t count = ::read(pipe.first.get(), piece.data(), piece.size());
            read += piece.substr(0, static_cast<std::size_t>(count));
        }
    });
    stream << large << std::flush;
    reader.join();
    BOOST_TEST((read == large));
}

BOOST_AUTO_TEST_CASE(never_waits_once_it_is_told) {
    buffer.never_wait();
    stop_reading();
    stream << "kept" << std::flush;
    BOOST_TEST(buffer.wanted() == buffer.outlet().descriptor());
    BOOST_TEST(!buffer.is_full());
    BOOST_TEST((arrived() == taken));
    buffer.write();
    BOOST_TEST(arrived() == "kept");
    BOOST_TEST(buffer.wanted() == -1);
}

BOOST_AUTO_TEST_CASE(asks_to_print_no_more_when_much_is_kept) {
    buffer.never_wait();
    stop_reading();
    stream << std::string(OutletBuffer::kMuch - 1, 'x');
    BOOST_TEST(!buffer.is_full());
    stream << 'x';
    BOOST_TEST(buffer.is_full());
    arrived();
    buffer.write();
    BOOST_TEST(!buffer.is_full());
}

BOOST_AUTO_TEST_CASE(tells_how_much_it_left_out) {
    buffer.never_wait();
    stop_reading();
    stream << std::string(OutletBuffer::kMost - 5, 'x') << "four\n";
    stream << "lost\n"
           << "lost, too\n"
           << std::flush;
    BOOST_TEST((arrived() == taken));
    stream << "\n";
    std::string text;
    while (buffer.wanted() >= 0) {
        buffer.write();
        text += arrived();
    }
    BOOST_TEST(text.substr(text.find_first_not_of('x')) ==
               "four\nerrand: 3 lines are left out here: nobody read them in time\n");
    stream << "seen\n" << std::flush;
    BOOST_TEST(arrived() == "seen\n");
}

BOOST_AUTO_TEST_CASE(gives_up_waiting_when_it_is_told) {
    const Event stop;
    stop.set();
    buffer.wait(stop.descriptor());
    stream << "seen" << std::flush;
    stop_reading();
    stream << "lost" << std::flush;
    BOOST_TEST(stream.good());
    BOOST_TEST((arrived() == "seen" + taken));
    stream << "lost, too" << std::flush;
    BOOST_TEST(arrived() == "");
    BOOST_TEST(buffer.error() == 0);
}

BOOST_AUTO_TEST_CASE(gives_up_waiting_when_its_patience_is_over) {
    buffer.wait(-1, 1ms);
    stop_reading();
    stream << "lost" << std::flush;
    BOOST_TEST((arrived() == taken));
}

BOOST_AUTO_TEST_CASE(tells_that_nobody_reads) {
    const auto previous = std::signal(SIGPIPE, SIG_IGN);
    pipe.first.reset();
    stream << "lost" << std::flush;
    BOOST_TEST(buffer.error() == EPIPE);
    BOOST_TEST(!stream.good());
    BOOST_TEST(buffer.wanted() == -1);
    std::signal(SIGPIPE, previous);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
