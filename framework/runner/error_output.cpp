#include "runner/error_output.hpp"

#include <unistd.h>

#include <array>

namespace errand {

bool ErrorOutput::read(const Take& take) {
    constexpr std::int64_t kLineCost = 64;
    std::array<char, 16 * 1024> buffer;
    const ssize_t count = pipe_.source ? ::read(pipe_.source.get(), buffer.data(), buffer.size()) : 0;
    if (count == 0) pipe_.source.reset();
    if (count <= 0) return false;
    cost_ += count;
    lines_.feed({buffer.data(), static_cast<std::size_t>(count)}, [&](std::string_view line) {
        cost_ += kLineCost;
        take(line);
    });
    return true;
}

}  // namespace errand
