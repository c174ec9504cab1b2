#include "base/redacting_streambuf.hpp"

#include <boost/test/unit_test.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

using namespace errand;

BOOST_AUTO_TEST_SUITE(redacting_streambuf)

struct Fixture {
    Fixture() { redactor.add("abcdefgh"); }

    Redactor redactor;
    std::ostringstream sink;
};

/// Takes nothing.
class FullStreambuf final : public std::streambuf {};

BOOST_FIXTURE_TEST_CASE(hides_a_secret_that_is_split_across_writes, Fixture) {
    const RedactedOutput redacted(sink, redactor);
    sink << "an abc"
         << "def" << std::string("gh") << ", " << 12 << '\n';
    sink.put('a').put('b') << "cdefgh\n";
    BOOST_TEST(sink.str() == "an ***, 12\n***\n");
}

BOOST_FIXTURE_TEST_CASE(a_flush_writes_all_but_what_may_become_a_secret, Fixture) {
    const RedactedOutput redacted(sink, redactor);
    sink << "50 % of abc" << std::flush;
    BOOST_TEST(sink.str() == "50 % of ");
    sink << "d\n" << std::flush;
    BOOST_TEST(sink.str() == "50 % of abcd\n");
}

BOOST_FIXTURE_TEST_CASE(the_end_writes_the_rest_and_gives_the_stream_its_buffer_back, Fixture) {
    std::streambuf* const own = sink.rdbuf();
    {
        const RedactedOutput redacted(sink, redactor);
        BOOST_TEST(sink.std::ios::rdbuf() != own);
        sink << "abc";
    }
    BOOST_TEST(sink.std::ios::rdbuf() == own);
    sink << "defgh";
    BOOST_TEST(sink.str() == "abcdefgh");
    BOOST_TEST(sink.good());
}

BOOST_FIXTURE_TEST_CASE(a_buffer_of_its_own_writes_the_rest_when_it_is_destroyed, Fixture) {
    {
        RedactingStreambuf buffer(*sink.rdbuf(), redactor);
        std::ostream out(&buffer);
        out << "abcdefghabc";
        BOOST_TEST(sink.str() == "***");
    }
    BOOST_TEST(sink.str() == "***abc");
}

BOOST_FIXTURE_TEST_CASE(a_sink_that_takes_nothing_makes_the_stream_bad, Fixture) {
    FullStreambuf full;
    std::ostream out(&full);
    {
        const RedactedOutput redacted(out, redactor);
        out << "abc" << std::flush;
        BOOST_TEST(out.good());
        out << "d ";
        BOOST_TEST(out.bad());
    }
    BOOST_TEST(out.bad());
}

BOOST_FIXTURE_TEST_CASE(a_sink_that_does_not_take_the_rest_makes_the_stream_bad, Fixture) {
    FullStreambuf full;
    std::ostream out(&full);
    {
        const RedactedOutput redacted(out, redactor);
        out << "abc";
        BOOST_TEST(out.good());
    }
    BOOST_TEST(out.bad());
}

BOOST_FIXTURE_TEST_CASE(threads_may_write_at_once, Fixture) {
    {
        RedactingStreambuf buffer(*sink.rdbuf(), redactor);
        std::vector<std::thread> threads;
        for (int i = 0; i < 3; ++i) {
            threads.emplace_back([&buffer] {
                for (int round = 0; round < 200; ++round) {
                    buffer.sputn("<abcdefgh>", 10);
                    buffer.pubsync();
                }
            });
        }
        for (std::thread& thread : threads) thread.join();
    }
    std::string expected;
    for (int i = 0; i < 600; ++i) expected += "<***>";
    BOOST_TEST(sink.str() == expected);
}

BOOST_AUTO_TEST_SUITE_END()
