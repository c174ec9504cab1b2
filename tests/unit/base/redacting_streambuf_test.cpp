#include "base/redacting_streambuf.hpp"

#include <boost/test/unit_test.hpp>
#include <ostream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

using namespace errand;

BOOST_AUTO_TEST_SUITE(redacting_streambuf)

/// Takes nothing.
class FullStreambuf final : public std::streambuf {};

struct Known {
    Known() { redactor.add("abcdefgh"); }

    Redactor redactor;
};

struct Fixture : Known {
    std::ostringstream sink;
    RedactingStreambuf buffer{*sink.rdbuf(), redactor};
    std::ostream out{&buffer};
};

struct Full : Known {
    FullStreambuf sink;
    RedactingStreambuf buffer{sink, redactor};
    std::ostream out{&buffer};
};

BOOST_FIXTURE_TEST_CASE(hides_a_secret_that_is_split_across_writes, Fixture) {
    out << "an abc"
        << "def" << std::string("gh") << ", " << 12 << '\n';
    out.put('a').put('b') << "cdefgh\n";
    BOOST_TEST(sink.str() == "an ***, 12\n***\n");
}

BOOST_FIXTURE_TEST_CASE(a_flush_writes_all_but_what_may_become_a_secret, Fixture) {
    out << "50 % of abc" << std::flush;
    BOOST_TEST(sink.str() == "50 % of ");
    out << "d\n" << std::flush;
    BOOST_TEST(sink.str() == "50 % of abcd\n");
}

BOOST_FIXTURE_TEST_CASE(the_end_writes_the_rest, Fixture) {
    out << "abcdefghabc";
    BOOST_TEST(sink.str() == "***");
    BOOST_TEST(buffer.finish());
    BOOST_TEST(sink.str() == "***abc");
    out << "defgh\n";
    BOOST_TEST(sink.str() == "***abcdefgh\n");
}

BOOST_AUTO_TEST_CASE(its_destructor_writes_the_rest) {
    Redactor redactor;
    redactor.add("abcdefgh");
    std::ostringstream sink;
    { RedactingStreambuf(*sink.rdbuf(), redactor).sputn("abc", 3); }
    BOOST_TEST(sink.str() == "abc");
}

BOOST_FIXTURE_TEST_CASE(a_sink_that_takes_nothing_makes_the_stream_bad, Full) {
    out << "abc" << std::flush;
    BOOST_TEST(out.good());
    out << "d ";
    BOOST_TEST(out.bad());
}

BOOST_FIXTURE_TEST_CASE(a_sink_that_does_not_take_the_rest_is_told_of, Full) {
    out << "abc";
    BOOST_TEST(out.good());
    BOOST_TEST(!buffer.finish());
}

BOOST_FIXTURE_TEST_CASE(threads_may_write_at_once, Fixture) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([this] {
            for (int round = 0; round < 200; ++round) {
                buffer.sputn("<abcdefgh>", 10);
                buffer.pubsync();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    std::string expected;
    for (int i = 0; i < 600; ++i) expected += "<***>";
    BOOST_TEST(sink.str() == expected);
}

BOOST_AUTO_TEST_SUITE_END()
