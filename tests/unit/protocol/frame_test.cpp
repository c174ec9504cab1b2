#include "protocol/frame.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "support/thrown.hpp"

namespace errand {

using namespace std::string_literals;
using testing::thrown;

std::vector<std::string> all_payloads(FrameDecoder& decoder) {
    std::vector<std::string> payloads;
    while (auto payload = decoder.next()) payloads.push_back(std::move(*payload));
    return payloads;
}

BOOST_AUTO_TEST_SUITE(frame)

BOOST_AUTO_TEST_CASE(has_its_length_in_front_most_significant_byte_first) {
    BOOST_TEST(encode_frame("abc") == "\0\0\0\3abc"s);
    BOOST_TEST(encode_frame("") == "\0\0\0\0"s);
    BOOST_TEST(encode_frame(std::string(0x10203, 'x')).substr(0, 5) == "\0\1\2\3x"s);
}

BOOST_AUTO_TEST_CASE(is_the_same_wherever_the_stream_is_cut) {
    const std::vector<std::string> payloads = {"one", "", "three\0\n"s, std::string(300, 'x')};
    std::string stream;
    for (const std::string& payload : payloads) stream += encode_frame(payload);
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        FrameDecoder decoder;
        decoder.feed(std::string_view(stream).substr(0, cut));
        std::vector<std::string> found = all_payloads(decoder);
        decoder.feed(std::string_view(stream).substr(cut));
        for (std::string& payload : all_payloads(decoder)) found.push_back(std::move(payload));
        BOOST_TEST(found == payloads, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(can_come_byte_by_byte) {
    FrameDecoder decoder;
    std::vector<std::string> found;
    for (const char byte : encode_frame("abc") + encode_frame("") + encode_frame("de")) {
        decoder.feed({&byte, 1});
        for (std::string& payload : all_payloads(decoder)) found.push_back(std::move(payload));
    }
    BOOST_TEST(found == (std::vector<std::string>{"abc", "", "de"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(can_be_as_large_as_the_limit) {
    const std::string payload(kLargestFrame, 'x');
    FrameDecoder decoder;
    decoder.feed(encode_frame(payload));
    BOOST_TEST((decoder.next() == payload));
}

BOOST_AUTO_TEST_CASE(that_is_larger_is_refused_at_both_ends) {
    const std::string payload(kLargestFrame + 1, 'x');
    BOOST_TEST(thrown<ProtocolError>([&] { encode_frame(payload); }) ==
               "a message of 8388609 bytes is larger than the limit of 8388608");
    FrameDecoder decoder;
    decoder.feed("\x00\x80\x00\x01"s);
    BOOST_TEST(thrown<ProtocolError>([&] { decoder.next(); }) ==
               "a message of 8388609 bytes was announced, the limit is 8388608");
}

BOOST_AUTO_TEST_CASE(leaves_nothing_behind_once_it_is_read) {
    FrameDecoder decoder;
    for (int i = 0; i < 3; ++i) {
        decoder.feed(encode_frame("one") + encode_frame("two"));
        BOOST_TEST(all_payloads(decoder).size() == 2U);
        BOOST_TEST(decoder.size() == 0U);
    }
    decoder.feed(encode_frame("three") + "\0\0"s);
    BOOST_TEST(all_payloads(decoder).size() == 1U);
    BOOST_TEST(decoder.size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
