#include "http/response_reader.hpp"

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

/// Gives a text away in small pieces.
class PiecewiseSource final : public ByteSource {
public:
    PiecewiseSource(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}

    std::size_t read(char* buffer, std::size_t size) override {
        const std::size_t count = text_.copy(buffer, std::min(size, piece_), at_);
        at_ += count;
        return count;
    }

private:
    const std::string text_;
    const std::size_t piece_;
    std::size_t at_ = 0;
};

struct GoodAnswer {
    const char* title;
    const char* method;
    std::string text;
    int status;
    std::string body;
    bool is_reusable;
};
std::ostream& operator<<(std::ostream& out, const GoodAnswer& row) { return out << row.title; }

struct BrokenAnswer {
    const char* title;
    std::string text;
    const char* message;
};
std::ostream& operator<<(std::ostream& out, const BrokenAnswer& row) { return out << row.title; }

BOOST_AUTO_TEST_SUITE(reading_answers)

const std::string ok = "HTTP/1.1 200 OK\r\n";
const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";

const GoodAnswer good_answers[] = {
    {"announced length", "GET", ok + "Content-Length: 5\r\n\r\nhello", 200, "hello", true},
    {"same length twice", "GET", ok + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true},
    {"empty body", "GET", ok + "Content-Length: 0\r\n\r\n", 200, "", true},
    {"chunks", "GET", chunked + "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n", 200, "hello world", true},
    {"chunks with a trailer", "GET", chunked + "A\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n", 200, "0123456789", true},
    {"until closed", "GET", ok + "\r\nto the end", 200, "to the end", false},
    {"closing", "GET", ok + "Connection: close\r\nContent-Length: 2\r\n\r\nhi", 200, "hi", false},
    {"HTTP/1.0", "GET", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", 200, "hi", false},
    {"HEAD", "HEAD", ok + "Content-Length: 5\r\n\r\n", 200, "", true},
    {"204", "DELETE", "HTTP/1.1 204 No Content\r\n\r\n", 204, "", true},
    {"304", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", 304, "", true},
    {"no reason phrase", "GET", "HTTP/1.1 500 \r\nContent-Length: 1\r\n\r\nx", 500, "x", true},
    {"after an interim answer", "POST", "HTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nhi", 200, "hi",
     true},
    {"more than was asked for", "GET", ok + "Content-Length: 2\r\n\r\nhi" + ok, 200, "hi", false},
    {"both lengths at once", "GET", ok + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
     200, "hi", false},
};

BOOST_DATA_TEST_CASE(reads_a_whole_answer, boost::unit_test::data::make(good_answers), row) {
    PiecewiseSource source(row.text, row.is_reusable ? 1 : 4096);
    ResponseReader reader(source, 64);
    const HttpResponse response = reader.read(row.method);
    BOOST_TEST(response.status == row.status);
    BOOST_TEST(response.body == row.body);
    BOOST_TEST(reader.can_reuse_connection() == row.is_reusable);
}

BOOST_AUTO_TEST_CASE(keeps_the_headers) {
    PiecewiseSource source(ok + "X-One: 1\r\nx-two: 2\r\nContent-Length: 0\r\n\r\n", 7);
    const HttpResponse response = ResponseReader(source, 64).read("GET");
    BOOST_TEST(response.headers.find("X-ONE").value_or("") == "1");
    BOOST_TEST(response.headers.find("X-Two").value_or("") == "2");
}

BOOST_AUTO_TEST_CASE(reads_fields_as_they_may_be_written) {
    PiecewiseSource source(
        ok + "X-Empty:\r\nX-Blanks: \t a b \t\r\nX-Folded: a,\r\n  b,\r\n\tc\r\nX:Y:Z\r\nX-Twice: 1\r\n"
             "X-Twice: 2\r\nContent-Length: 0\r\n\r\n",
        7);
    std::string fields;
    for (const auto& [name, value] : ResponseReader(source, 64).read("GET").headers) fields += name + "=" + value + ";";
    BOOST_TEST(fields == "X-Empty=;X-Blanks=a b;X-Folded=a, b, c;X=Y:Z;X-Twice=1;X-Twice=2;Content-Length=0;");
}

BOOST_AUTO_TEST_CASE(takes_a_status_that_nobody_has_heard_of) {
    PiecewiseSource source("HTTP/1.1 829 So\r\nContent-Length: 0\r\n\r\n", 7);
    BOOST_TEST(ResponseReader(source, 64).read("GET").status == 829);
}

const BrokenAnswer broken_answers[] = {
    {"nothing", "", "never came"},
    {"another protocol", "SSH-2.0-OpenSSH_9.2\r\n", "is not HTTP"},
    {"a banner of HTML", "<html>", "is not HTTP"},
    {"no status", "HTTP/1.1 what\r\n\r\n", "is not HTTP"},
    {"less than a status", "HTTP/1.\r\n\r\n", "is not HTTP"},
    {"a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", "is not HTTP"},
    {"a status below 100", "HTTP/1.1 099 No\r\n\r\n", "is not HTTP"},
    {"blanks before it", "\v\vHTTP/1.1 200 OK\r\n\r\n", "is not HTTP"},
    {"HTTP/2", "HTTP/2 200 OK\r\n\r\n", "is not HTTP"},
    {"half a head", "HTTP/1.1 200 OK\r\nContent-Le", "broke off in its headers"},
    {"half a body", ok + "Content-Length: 10\r\n\r\nabc", "broke off after 3 of 10 bytes"},
    {"half a chunk", chunked + "5\r\nhello\r\n6\r\n wo", "broke off after 8 bytes"},
    {"no last chunk", chunked + "5\r\nhello\r\n", "broke off between two chunks"},
    {"no end of the trailer", chunked + "0\r\n", "broke off between two chunks"},
    {"chunk without size", chunked + "hello\r\n", "has a chunk without a size"},
    {"negative chunk", chunked + "-5\r\nhello\r\n", "has a chunk without a size"},
    {"chunk too long", chunked + "2\r\nhello\r\n", "has a chunk longer than its size"},
    {"enormous chunk", chunked + "FFFFFFFFFFFFFFFF\r\n", "is larger than 64"},
    {"many chunks", chunked + "28\r\n" + std::string(40, 'x') + "\r\n28\r\n" + std::string(40, 'x') + "\r\n",
     "is larger than 64"},
    {"large announced length", ok + "Content-Length: 65\r\n\r\n", "is larger than 64"},
    {"large without a length", ok + "\r\n" + std::string(65, 'x'), "is larger than 64"},
    {"negative length", ok + "Content-Length: -1\r\n\r\n", "has an invalid Content-Length"},
    {"two lengths", ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "has an invalid Content-Length"},
    {"compressed", ok + "Transfer-Encoding: gzip\r\n\r\n", "has an unknown Transfer-Encoding"},
    {"endless head", ok + "X: " + std::string(70'000, 'x'), "has headers of more than 64KiB"},
    {"a field without a name", ok + ": 1\r\n\r\n", "is not HTTP"},
    {"a field without a colon", ok + "X-One\r\n\r\n", "is not HTTP"},
    {"a blank before the colon", ok + "X-One : 1\r\n\r\n", "is not HTTP"},
    {"a first field that goes on", ok + " X-One: 1\r\n\r\n", "is not HTTP"},
    {"half a line end in a field", ok + "X-One: 1\nX-Two: 2\r\n\r\n", "is not HTTP"},
    {"NUL in a field", ok + std::string("X-One: \0\r\n\r\n", 12), "is not HTTP"},
    {"other protocol asked for", "HTTP/1.1 101 Switching\r\n\r\n" + ok, "never came to the point"},
};

BOOST_DATA_TEST_CASE(takes_no_broken_answer, boost::unit_test::data::make(broken_answers), row) {
    PiecewiseSource source(row.text, 4096);
    ResponseReader reader(source, 64);
    BOOST_TEST(thrown<BadAnswer>([&] { reader.read("GET"); }) == row.message);
    BOOST_TEST(reader.has_begun() == !row.text.empty());
}

BOOST_AUTO_TEST_CASE(gives_up_on_endless_interim_answers) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "HTTP/1.1 102 Processing\r\n\r\n";
    PiecewiseSource source(text, 4096);
    BOOST_TEST(thrown<BadAnswer>([&] { ResponseReader(source, 64).read("GET"); }) == "never came to the point");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
