#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace errand {

/// The other end sent something that is no message. Ends the attempt.
class ProtocolError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The largest payload of one message, in bytes.
inline constexpr std::size_t kLargestFrame = std::size_t{8} * 1024 * 1024;

/// A message on the wire: four bytes of length, most significant first, then the payload.
/// \throws ProtocolError if the payload is larger than kLargestFrame.
std::string encode_frame(std::string_view payload);

/// Cuts a stream of bytes into payloads. Never holds more than one frame and what was fed last.
class FrameDecoder {
public:
    void feed(std::string_view bytes) { buffer_ += bytes; }

    /// The next whole payload, or nothing until more was fed.
    /// \throws ProtocolError if the announced length is larger than kLargestFrame.
    std::optional<std::string> next();

    /// How many bytes it holds.
    std::size_t size() const { return buffer_.size(); }

private:
    std::string buffer_;
    std::size_t consumed_ = 0;
};

}  // namespace errand
