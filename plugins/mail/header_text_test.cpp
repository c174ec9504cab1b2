#include "header_text.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "errand/error.hpp"
#include "support/thrown.hpp"

namespace errand::mail {

using testing::thrown;

struct HeaderForm {
    const char* title;
    std::string text;
    std::string form;

    friend std::ostream& operator<<(std::ostream& out, const HeaderForm& row) { return out << row.title; }
};

const HeaderForm subjects[] = {
    {"plain", "Report of today", "Report of today"},
    {"empty", "", ""},
    {"beyond ASCII", "Grüße", "=?UTF-8?B?R3LDvMOfZQ==?="},
    {"what would be decoded", "=?UTF-8?B?eA==?=", "=?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?="},
    {"blanks at its ends", " x ", "=?UTF-8?B?IHgg?="},
    {"long", std::string(70, 'x'),
     "=?UTF-8?B?eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4?=\r\n "
     "=?UTF-8?B?eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eA==?="},
    {"characters that are not cut", std::string(35, 'a') + "€€",
     "=?UTF-8?B?YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=?=\r\n =?UTF-8?B?4oKs4oKs?="},
};

const HeaderForm phrases[] = {
    {"plain", "Jo Example", "Jo Example"},
    {"with marks", "Example, Jo (night)", "\"Example, Jo (night)\""},
    {"with quotes", R"(Jo "J" \ Example)", R"("Jo \"J\" \\ Example")"},
    {"beyond ASCII", "Jö", "=?UTF-8?B?SsO2?="},
};

const HeaderForm filenames[] = {
    {"plain", "a b.csv", R"(filename="a b.csv")"},
    {"with quotes", R"(a"\.csv)", R"(filename="a\"\\.csv")"},
    {"beyond ASCII", "Grü n'.csv", "filename*=UTF-8''Gr%C3%BC%20n%27.csv"},
};

BOOST_AUTO_TEST_SUITE(header_texts)

BOOST_DATA_TEST_CASE(of_a_subject, boost::unit_test::data::make(subjects), row) {
    BOOST_TEST(header_text(row.text, 9) == row.form);
}

BOOST_DATA_TEST_CASE(of_a_name, boost::unit_test::data::make(phrases), row) {
    BOOST_TEST(header_phrase(row.text) == row.form);
}

BOOST_DATA_TEST_CASE(of_a_file, boost::unit_test::data::make(filenames), row) {
    BOOST_TEST(filename_parameter(row.text) == row.form);
}

BOOST_AUTO_TEST_CASE(have_no_line_breaks) {
    require_one_line("Grüße", "'subject'");
    for (const char* text : {"a\r\nBcc: x@example.org", "a\nb", "a\rb", "a\tb", "a\x7f"})
        BOOST_CHECK_THROW(require_one_line(text, "'subject'"), ValueError);
    BOOST_TEST(thrown<ValueError>([] { require_one_line("a\r\nBcc: x@example.org", "'subject'"); }) ==
               "'subject' is 'a\\r\\nBcc: x@example.org', and must not hold a line break or a control character");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::mail
