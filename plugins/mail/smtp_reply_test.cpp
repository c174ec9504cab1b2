#include "smtp_reply.hpp"

#include <boost/test/unit_test.hpp>

namespace errand::mail {

BOOST_AUTO_TEST_SUITE(smtp_reply)

BOOST_AUTO_TEST_CASE(is_the_last_one) {
    SmtpReply reply;
    BOOST_TEST(reply.code() == 0);
    BOOST_TEST(reply.text() == "");
    reply.take_line("250-mail.example.org\r\n");
    reply.take_line("250-SIZE 100\r\n");
    reply.take_line("250 STARTTLS\r\n");
    BOOST_TEST(reply.code() == 250);
    BOOST_TEST(reply.text() == "250 mail.example.org SIZE 100 STARTTLS");
    reply.take_line("550 5.1.1 No such user\r\n");
    BOOST_TEST(reply.code() == 550);
    BOOST_TEST(reply.text() == "550 5.1.1 No such user");
    reply.take_line("354\r\n");
    BOOST_TEST(reply.text() == "354");
}

BOOST_AUTO_TEST_CASE(is_not_made_of_other_lines) {
    SmtpReply reply;
    reply.take_line("250 ok");
    for (const char* line : {"", "\r\n", "25", "abc", "2x0 no", "-12 no"}) reply.take_line(line);
    BOOST_TEST(reply.text() == "250 ok");
}

BOOST_AUTO_TEST_CASE(is_bounded) {
    SmtpReply reply;
    for (int i = 0; i < 10000; ++i) reply.take_line("250-" + std::string(100, 'x'));
    BOOST_TEST(reply.text().size() < 2200U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::mail
