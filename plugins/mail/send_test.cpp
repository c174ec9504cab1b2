#include "send.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "attachment.hpp"
#include "errand/json.hpp"
#include "errand/testing.hpp"
#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"

namespace errand::mail {

using testing::thrown;

struct Mail : testing::TaskHarness<Send> {
    Mail() {
        // Nothing listens there: who gets as far as that has passed all checks.
        with(R"({"host": "127.0.0.1", "port": 1, "tls": "none", "from": "errand@example.org",
                 "to": ["jo@example.org"], "subject": "Done", "text": "x"})");
    }
    /// Gives the members of a JSON object as parameters.
    Mail& with(const char* parameters) {
        const Value given = parse_json(parameters);
        for (const auto& [name, value] : given.map()) parameter(name, value);
        return *this;
    }
};

struct BadMail {
    const char* title;
    const char* parameters;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadMail& row) { return out << row.title; }
};

const BadMail bad_mails[] = {
    {"nobody", R"({"to": []})", "there is nobody in 'to', 'cc' and 'bcc'"},
    {"a host that could be more", R"({"host": "example.org/x?y"})",
     "'host' is 'example.org/x?y', expected the name or the address of a server"},
    {"no host", R"({"host": ""})", "'host' is '', expected the name or the address of a server"},
    {"a user without a password", R"({"user": "errand"})", "there is a 'user', but no 'password'"},
    {"a password without a user", R"({"password": "hunter2"})", "there is a 'password', but no 'user'"},
    {"an empty password", R"({"user": "errand", "password": ""})", "'user' or 'password' is empty"},
    {"a sender that is none", R"({"from": "errand"})",
     "'from' has 'errand', expected an address such as jo@example.org or Jo Example <jo@example.org>"},
    {"a recipient that is none", R"({"bcc": ["jo"]})",
     "'bcc' has 'jo', expected an address such as jo@example.org or Jo Example <jo@example.org>"},
    {"a subject that would add a field", R"({"subject": "a\r\nBcc: bo@example.org"})",
     "'subject' is 'a\\r\\nBcc: bo@example.org', and must not hold a line break or a control character"},
    {"an answer that goes nowhere", R"({"reply_to": "x"})",
     "'reply_to' has 'x', expected an address such as jo@example.org or Jo Example <jo@example.org>"},
    {"attachments from nowhere", R"({"attachments": ["a.csv"]})",
     "'attachments' needs 'attachments_from', the directory that they are in"},
    {"an attachment that is no name", R"({"attachments": [1], "attachments_from": "/tmp"})",
     "'attachments' has an integer, expected a file's name"},
    {"an attachment from elsewhere", R"({"attachments": ["../etc/passwd"], "attachments_from": "/tmp"})",
     "'attachments' has '../etc/passwd', expected the name of a file in the directory of 'attachments_from'"},
    {"an attachment by its path", R"({"attachments": ["/etc/passwd"], "attachments_from": "/tmp"})",
     "'attachments' has '/etc/passwd', expected the name of a file in the directory of 'attachments_from'"},
    {"an attachment that is not there", R"({"attachments": ["a.csv"], "attachments_from": "/no/such"})",
     "there is no file /no/such/a.csv to attach"},
    {"no TLS beyond loopback", R"({"host": "192.0.2.1"})",
     "192.0.2.1:1 is not on this machine, and only there goes mail without TLS; say 'tls: starttls' or 'tls: "
     "implicit'"},
};

BOOST_AUTO_TEST_SUITE(bad_mail)

BOOST_DATA_TEST_CASE(is_not_sent, boost::unit_test::data::make(bad_mails), row) {
    Mail mail;
    const testing::TaskResult result = mail.with(row.parameters).run();
    BOOST_CHECK(result.outcome.kind == Outcome::Kind::failure);
    BOOST_TEST(result.outcome.message == row.message);
}

BOOST_FIXTURE_TEST_CASE(is_sent_nowhere_where_nobody_listens, Mail) {
    const testing::TaskResult result = run();
    BOOST_CHECK(result.outcome.kind == Outcome::Kind::service_unreachable);
    BOOST_TEST(result.outcome.message.rfind("no mail can be handed to 127.0.0.1:1: ", 0) == 0U);
    BOOST_TEST(result.outputs.empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(mail_preview)

BOOST_AUTO_TEST_CASE(says_what_would_be_sent_to_whom) {
    Mail mail;
    mail.with(R"({"cc": ["Bo Example <bo@example.org>"], "user": "errand", "password": "***"})");
    BOOST_TEST(mail.preview().message ==
               "send \"Done\" from errand@example.org to jo@example.org, bo@example.org, by 127.0.0.1 at port 1");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(attachments, testing::TemporaryDirectory)

BOOST_AUTO_TEST_CASE(are_read_from_their_directory) {
    write("out/a.csv", "a,b\n");
    write("b.bin", "12345");
    const auto read = [&](int largest) {
        return read_attachments(Parameters(Value::Map{{"attachments", Value::List{"out/a.csv", "b.bin"}},
                                                      {"attachments_from", path().string()},
                                                      {"largest", largest}}));
    };
    const auto all = read(9);
    BOOST_TEST_REQUIRE(all.size() == 2U);
    BOOST_TEST(all.at(0).name == "a.csv");
    BOOST_TEST(all.at(0).content == "a,b\n");
    BOOST_TEST(all.at(1).content == "12345");
    BOOST_TEST(thrown<Error>([&] { read(8); }) ==
               "cannot read " + (path() / "b.bin").string() + ": it has more than the 4 bytes that are allowed");
}

BOOST_AUTO_TEST_CASE(have_a_type_by_their_names) {
    BOOST_TEST(media_type_of("a.pdf") == "application/pdf");
    BOOST_TEST(media_type_of("a.pdf.gz") == "application/gzip");
    BOOST_TEST(media_type_of("pdf") == "application/octet-stream");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::mail
