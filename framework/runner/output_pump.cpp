#include "runner/output_pump.hpp"

#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace errand {

void OutputPump::read() {
    constexpr std::size_t kLongestLine = std::size_t{64} * 1024;
    std::array<char, 16 * 1024> buffer;
    const ssize_t count = ::read(source_, buffer.data(), buffer.size());
    if (count > 0) {
        total_ += count;
        redaction_.feed({buffer.data(), static_cast<std::size_t>(count)}, pending_);
        const std::size_t line_end = pending_.rfind('\n');
        if (line_end != std::string::npos)
            hand_over(line_end + 1);
        else if (pending_.size() >= kLongestLine)
            hand_over(pending_.size());
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR) || is_finishing_) {
        is_at_end_ = true;
        redaction_.finish(pending_);
        hand_over(pending_.size());
    }
}

void OutputPump::hand_over(std::size_t size) {
    outlet_.sputn(pending_.data(), static_cast<std::streamsize>(size));
    log_.write("out", std::string_view(pending_).substr(0, size));
    pending_.erase(0, size);
}

}  // namespace errand
