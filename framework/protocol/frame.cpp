#include "protocol/frame.hpp"

namespace errand {

namespace {

constexpr std::size_t kHeaderSize = 4;

/// Of the frame that `bytes` begin with; of its header alone while that is not whole.
std::size_t frame_size(std::string_view bytes) {
    if (bytes.size() < kHeaderSize) return kHeaderSize;
    std::size_t length = 0;
    for (const char byte : bytes.substr(0, kHeaderSize)) length = length << 8 | static_cast<unsigned char>(byte);
    if (length > kLargestFrame)
        throw ProtocolError("a message of " + std::to_string(length) + " bytes was announced, the limit is " +
                            std::to_string(kLargestFrame));
    return kHeaderSize + length;
}

}  // namespace

std::string encode_frame(std::string_view payload) {
    if (payload.size() > kLargestFrame)
        throw ProtocolError("a message of " + std::to_string(payload.size()) + " bytes is larger than the limit of " +
                            std::to_string(kLargestFrame));
    std::string frame;
    frame.reserve(kHeaderSize + payload.size());
    for (int shift = 24; shift >= 0; shift -= 8) frame += static_cast<char>(payload.size() >> shift & 0xFF);
    return frame.append(payload);
}

std::optional<std::string> FrameDecoder::next() {
    const std::string_view rest = std::string_view(buffer_).substr(consumed_);
    const std::size_t size = frame_size(rest);
    if (rest.size() < size) {
        buffer_.erase(0, consumed_);
        consumed_ = 0;
        return std::nullopt;
    }
    std::string payload(rest.substr(kHeaderSize, size - kHeaderSize));
    consumed_ += size;
    return payload;
}

}  // namespace errand
