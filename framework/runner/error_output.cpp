#include "runner/error_output.hpp"

#include <unistd.h>

#include <array>

namespace errand {

bool ErrorOutput::read(const Take& take) {
    std::array<char, 16 * 1024> buffer;
    const ssize_t count = pipe_.source ? ::read(pipe_.source.get(), buffer.data(), buffer.size()) : 0;
    if (count == 0) pipe_.source.reset();
    if (count <= 0) return false;
    cost_ += count;
    redaction_.feed({buffer.data(), static_cast<std::size_t>(count)}, redacted_);
    feed_lines(take);
    return true;
}

void ErrorOutput::finish(const Take& take) {
    redaction_.finish(redacted_);
    feed_lines(take);
    lines_.finish(take);
}

void ErrorOutput::feed_lines(const Take& take) {
    constexpr std::int64_t kLineCost = 64;
    lines_.feed(redacted_, [&](std::string_view line) {
        cost_ += kLineCost;
        take(line);
    });
    redacted_.clear();
}

}  // namespace errand
