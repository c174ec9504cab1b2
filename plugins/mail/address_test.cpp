#include "address.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "support/thrown.hpp"

namespace errand::mail {

using testing::thrown;

struct Mailbox {
    const char* text;
    const char* name;
    const char* address;
    const char* header;

    friend std::ostream& operator<<(std::ostream& out, const Mailbox& row) { return out << row.text; }
};

const Mailbox mailboxes[] = {
    {"jo@example.org", "", "jo@example.org", "jo@example.org"},
    {" <jo+x@mail.example.org> ", "", "jo+x@mail.example.org", "jo+x@mail.example.org"},
    {"Jo Example <jo@example.org>", "Jo Example", "jo@example.org", "Jo Example <jo@example.org>"},
    {"Example, Jo <jo@example.org>", "Example, Jo", "jo@example.org", "\"Example, Jo\" <jo@example.org>"},
    {R"("Example, \"Jo\"" <jo@example.org>)", "Example, \"Jo\"", "jo@example.org",
     R"("Example, \"Jo\"" <jo@example.org>)"},
    {"Jö <jo@localhost>", "Jö", "jo@localhost", "=?UTF-8?B?SsO2?= <jo@localhost>"},
    {"A name of many words that is about as long as one may well be <jo@example.org>",
     "A name of many words that is about as long as one may well be", "jo@example.org",
     "=?UTF-8?B?QSBuYW1lIG9mIG1hbnkgd29yZHMgdGhhdCBpcyBhYm91dCBh?=\r\n "
     "=?UTF-8?B?cyBsb25nIGFzIG9uZSBtYXkgd2VsbCBiZQ==?=\r\n <jo@example.org>"},
};

const char* const bad_addresses[] = {"",
                                     "jo",
                                     "jo@",
                                     "@example.org",
                                     "jo example@example.org",
                                     "jo@example.org, bo@example.org",
                                     "Jo <jo@example.org",
                                     "Jo jo@example.org>",
                                     "jo@example.org> SIZE=1 <x@example.org",
                                     "jö@example.org",
                                     "jo@exämple.org",
                                     "\"jo x\"@example.org"};

BOOST_AUTO_TEST_SUITE(address)

BOOST_DATA_TEST_CASE(has_a_name_or_none, boost::unit_test::data::make(mailboxes), row) {
    const Address parsed = parse_address(row.text, "to");
    BOOST_TEST(parsed.name == row.name);
    BOOST_TEST(parsed.address == row.address);
    BOOST_TEST(parsed.header_form() == row.header);
}

BOOST_DATA_TEST_CASE(is_refused, boost::unit_test::data::make(bad_addresses), text) {
    BOOST_CHECK_THROW(parse_address(text, "to"), ValueError);
}

BOOST_AUTO_TEST_CASE(is_refused_with_a_word_of_what_is_expected) {
    BOOST_TEST(thrown<ValueError>([] { parse_address("jo", "to"); }) ==
               "'to' has 'jo', expected an address such as jo@example.org or Jo Example <jo@example.org>");
    BOOST_TEST(thrown<ValueError>([] { parse_address("Jo\r\nBcc: x <jo@example.org>", "cc"); }) ==
               "'cc' is 'Jo\\r\\nBcc: x <jo@example.org>', and must not hold a line break or a control character");
    BOOST_TEST(thrown<ValueError>([] {
                   parse_addresses({"jo@example.org", 1}, "to");
               }) == "'to' has an integer, expected an address");
    BOOST_CHECK_THROW(parse_address(std::string(250, 'x') + "@example.org", "to"), ValueError);
}

BOOST_AUTO_TEST_CASE(stands_on_a_line_of_its_own) {
    BOOST_TEST(header_form(parse_addresses({"jo@example.org", "Bo <bo@example.org>"}, "to")) ==
               "jo@example.org,\r\n Bo <bo@example.org>");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::mail
