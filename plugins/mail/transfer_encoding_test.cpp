#include "transfer_encoding.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

namespace errand::mail {

struct Encoded {
    const char* title;
    std::string text;
    std::string encoded;

    friend std::ostream& operator<<(std::ostream& out, const Encoded& row) { return out << row.title; }
};

const Encoded encoded_texts[] = {
    {"nothing", "", ""},
    {"a line", "hello", "hello\r\n"},
    {"a line that is ended", "hello\n", "hello\r\n"},
    {"line breaks of all kinds", "a\nb\r\nc\rd\n\n", "a\r\nb\r\nc\r\nd\r\n\r\n"},
    {"beyond ASCII", "Grüße", "Gr=C3=BC=C3=9Fe\r\n"},
    {"what it uses itself", "a=b", "a=3Db\r\n"},
    {"blanks at the end", "a \nb\t\n c", "a=20\r\nb=09\r\n c\r\n"},
    {"control characters", std::string("\x1b[2J\0", 5), "=1B[2J=00\r\n"},
    {"a line as long as may be", std::string(75, 'x'), std::string(75, 'x') + "\r\n"},
    {"a longer line", std::string(76, 'x'), std::string(75, 'x') + "=\r\nx\r\n"},
    {"an escape where a line is full", std::string(74, 'x') + "=", std::string(74, 'x') + "=\r\n=3D\r\n"},
    {"a dot", ".\n", ".\r\n"},
};

BOOST_AUTO_TEST_SUITE(transfer_encoding)

BOOST_DATA_TEST_CASE(quotes_what_is_not_printable, boost::unit_test::data::make(encoded_texts), row) {
    BOOST_TEST(quoted_printable(row.text) == row.encoded);
}

BOOST_AUTO_TEST_CASE(is_base64_in_lines) {
    BOOST_TEST(base64("") == "");
    BOOST_TEST(base64("f") == "Zg==");
    BOOST_TEST(base64("foobar") == "Zm9vYmFy");
    BOOST_TEST(base64_lines("") == "");
    const std::string bytes(58, 'x');
    BOOST_TEST(base64_lines(bytes) == base64(bytes.substr(0, 57)) + "\r\n" + "eA==\r\n");
    BOOST_TEST(base64(bytes.substr(0, 57)).size() == 76U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::mail
