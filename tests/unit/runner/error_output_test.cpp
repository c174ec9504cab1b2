#include "runner/error_output.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

namespace errand {

/// A task that prints to its standard error.
struct Complaining {
    void print(const std::string& text) const {
        BOOST_TEST_REQUIRE(::write(errors.sink(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }
    bool read() {
        return errors.read([this](std::string_view line) { lines.emplace_back(line); });
    }

    Redactor redactor;
    ErrorOutput errors{redactor};
    std::vector<std::string> lines;
};

BOOST_FIXTURE_TEST_SUITE(error_output, Complaining)

BOOST_AUTO_TEST_CASE(comes_in_lines) {
    BOOST_TEST(!read());
    print("one\ntwo\nthr");
    BOOST_TEST(read());
    BOOST_TEST(lines == (std::vector<std::string>{"one", "two"}), boost::test_tools::per_element());
    errors.finish([this](std::string_view line) { lines.emplace_back(line); });
    BOOST_TEST(lines.back() == "thr");
}

BOOST_AUTO_TEST_CASE(hides_a_secret_wherever_it_is_cut) {
    redactor.add("abcdefgh");
    print("an abcd");
    read();
    print("efgh, and ab");
    read();
    print("\n" + std::string(8188, 'x') + "abcdefgh\nabc");
    read();
    errors.finish([this](std::string_view line) { lines.emplace_back(line); });
    BOOST_TEST(lines == (std::vector<std::string>{"an ***, and ab", std::string(8188, 'x') + "***", "abc"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ends_with_the_task) {
    BOOST_TEST(errors.source() >= 0);
    errors.close_sink();
    BOOST_TEST(!read());
    BOOST_TEST(errors.source() == -1);
    BOOST_TEST(!read());
}

BOOST_AUTO_TEST_CASE(costs_more_than_is_printed) {
    print(std::string(10, '\n'));
    read();
    BOOST_TEST(errors.cost() == 10 + 10 * 64);
    print("word");
    read();
    BOOST_TEST(errors.cost() == 10 + 10 * 64 + 4);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
