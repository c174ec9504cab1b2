#include "message.hpp"

#include <boost/test/unit_test.hpp>

namespace errand::mail {

/// Some second of a Thursday.
const std::chrono::system_clock::time_point kNow(std::chrono::seconds(1772712305));

Message example_message() {
    Message message;
    message.from = {"Night Shift", "errand@example.org"};
    message.to = {{"", "jo@example.org"}};
    message.subject = "Done";
    message.text = "All is well.\n";
    return message;
}

BOOST_AUTO_TEST_SUITE(message)

BOOST_AUTO_TEST_CASE(is_a_header_and_a_text) {
    BOOST_TEST(compose(example_message(), "<1@example.org>", kNow) ==
               "Date: Thu, 05 Mar 2026 12:05:05 +0000\r\n"
               "From: Night Shift <errand@example.org>\r\n"
               "To: jo@example.org\r\n"
               "Subject: Done\r\n"
               "Message-ID: <1@example.org>\r\n"
               "Auto-Submitted: auto-generated\r\n"
               "MIME-Version: 1.0\r\n"
               "Content-Type: text/plain; charset=utf-8\r\n"
               "Content-Transfer-Encoding: quoted-printable\r\n"
               "\r\n"
               "All is well.\r\n");
}

BOOST_AUTO_TEST_CASE(may_have_all_there_is) {
    Message full = example_message();
    full.to.push_back({"", "bo@example.org"});
    full.cc = {{"", "copy@example.org"}};
    full.bcc = {{"", "hidden@example.org"}};
    full.reply_to = {{"", "answers@example.org"}};
    full.html = "<p>All is well.</p>";
    full.attachments = {{"a.csv", "a,b\n"}, {"b.bin", std::string("\0\xff", 2)}};
    const std::string composed = compose(full, "<1@example.org>", kNow);
    const std::string expected =
        "Date: Thu, 05 Mar 2026 12:05:05 +0000\r\n"
        "From: Night Shift <errand@example.org>\r\n"
        "To: jo@example.org,\r\n"
        " bo@example.org\r\n"
        "Cc: copy@example.org\r\n"
        "Reply-To: answers@example.org\r\n"
        "Subject: Done\r\n"
        "Message-ID: <1@example.org>\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed;\r\n"
        " boundary=\"=_errand_mixed\"\r\n"
        "\r\n"
        "--=_errand_mixed\r\n"
        "Content-Type: multipart/alternative;\r\n"
        " boundary=\"=_errand_alternative\"\r\n"
        "\r\n"
        "--=_errand_alternative\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        "All is well.\r\n"
        "\r\n"
        "--=_errand_alternative\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        "<p>All is well.</p>\r\n"
        "\r\n"
        "--=_errand_alternative--\r\n"
        "\r\n"
        "--=_errand_mixed\r\n"
        "Content-Type: text/csv; charset=utf-8\r\n"
        "Content-Disposition: attachment;\r\n"
        " filename=\"a.csv\"\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "\r\n"
        "YSxiCg==\r\n"
        "\r\n"
        "--=_errand_mixed\r\n"
        "Content-Type: application/octet-stream\r\n"
        "Content-Disposition: attachment;\r\n"
        " filename=\"b.bin\"\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "\r\n"
        "AP8=\r\n"
        "\r\n"
        "--=_errand_mixed--\r\n";
    BOOST_TEST(composed == expected);
}

BOOST_AUTO_TEST_CASE(has_an_id_of_its_own) {
    const Message first = example_message();
    const std::string id = message_id(first, "20260305T120505Z-1", "tell/jo");
    BOOST_TEST(id.rfind("<20260305T120505Z-1.tell_jo.", 0) == 0U);
    BOOST_TEST(id.substr(id.size() - 13) == "@example.org>");
    BOOST_TEST(message_id(first, "20260305T120505Z-1", "tell/jo") == id);
    Message other = first;
    other.bcc = {{"", "bo@example.org"}};
    BOOST_TEST(message_id(other, "20260305T120505Z-1", "tell/jo") != id);
    other = first;
    other.text += "!";
    BOOST_TEST(message_id(other, "20260305T120505Z-1", "tell/jo") != id);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::mail
