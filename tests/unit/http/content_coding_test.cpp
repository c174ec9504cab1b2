#include "http/content_coding.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "http/response_reader.hpp"
#include "support/gzip.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::gzip;
using testing::thrown;

BOOST_AUTO_TEST_SUITE(content_coding)

HttpResponse coded(const std::string& coding, const std::string& body) {
    return {200, {{"Content-Encoding", coding}, {"Content-Length", std::to_string(body.size())}, {"X-Id", "7"}}, body};
}

BOOST_AUTO_TEST_CASE(unpacks_gzip) {
    const std::string text = "to be, or not to be";
    for (const char* coding : {"gzip", "GZIP", "x-gzip", " gzip "}) {
        HttpResponse response = coded(coding, gzip(text));
        undo_content_coding(response, 1000);
        BOOST_TEST(response.body == text, coding);
        BOOST_TEST(!response.headers.find("Content-Encoding"));
        BOOST_TEST(!response.headers.find("Content-Length"));
        BOOST_TEST(response.headers.find("X-Id").value_or("") == "7");
    }
}

BOOST_AUTO_TEST_CASE(unpacks_members_that_follow_each_other) {
    HttpResponse response = coded("gzip", gzip("one, ") + gzip("") + gzip("two"));
    undo_content_coding(response, 1000);
    BOOST_TEST(response.body == "one, two");
}

BOOST_AUTO_TEST_CASE(unpacks_more_than_one_piece) {
    const std::string text(100'000, 'x');
    HttpResponse response = coded("gzip", gzip(text));
    undo_content_coding(response, text.size());
    BOOST_TEST((response.body == text));
}

BOOST_AUTO_TEST_CASE(leaves_alone_what_is_not_packed) {
    for (const HttpResponse& plain : {HttpResponse{200, {}, "abc"}, coded("identity", "abc"), coded("", "abc"),
                                      coded("gzip", ""), coded("br", "")}) {
        HttpResponse response = plain;
        undo_content_coding(response, 1000);
        BOOST_TEST(response.body == plain.body);
        BOOST_TEST((response.headers.find("Content-Length") == plain.headers.find("Content-Length")));
    }
}

struct BadBody {
    const char* title;
    const char* coding;
    std::string body;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadBody& row) { return out << row.title; }
};

std::string damaged(std::string packed) {
    packed[packed.size() - 6] = static_cast<char>(packed[packed.size() - 6] ^ 1);  // within the check sum
    return packed;
}

const std::string packed_text = gzip("to be, or not to be");

const BadBody bad_bodies[] = {
    {"not gzip", "gzip", "<html>", "is damaged gzip data"},
    {"zlib's own format", "gzip", "\x78\x9c\x03\x00\x00\x00\x00\x01", "is damaged gzip data"},
    {"a wrong check sum", "gzip", damaged(packed_text), "is damaged gzip data"},
    {"the last byte missing", "gzip", packed_text.substr(0, packed_text.size() - 1), "is gzip data that ends too soon"},
    {"half of it", "gzip", packed_text.substr(0, packed_text.size() / 2), "is gzip data that ends too soon"},
    {"a byte of the head", "gzip", packed_text.substr(0, 1), "is gzip data that ends too soon"},
    {"something after it", "gzip", packed_text + "rest", "is damaged gzip data"},
    {"a bomb", "gzip", gzip(std::string(10 << 20, 'x')), "is larger than 1kB when unpacked"},
    {"a byte too many", "gzip", gzip(std::string(1001, 'x')), "is larger than 1kB when unpacked"},
    {"another coding", "br", "abc", "has an unknown Content-Encoding"},
    {"two codings", "gzip, gzip", "abc", "has an unknown Content-Encoding"},
};

BOOST_DATA_TEST_CASE(takes_no_bad_body, boost::unit_test::data::make(bad_bodies), row) {
    HttpResponse response = coded(row.coding, row.body);
    BOOST_TEST(thrown<BadAnswer>([&] { undo_content_coding(response, 1000); }) == row.message);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
