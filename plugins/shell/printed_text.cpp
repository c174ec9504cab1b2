#include "printed_text.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "errand/error.hpp"

namespace errand::shell {

bool PrintedText::read_from(int source) {
    std::array<char, 16384> part;
    const ssize_t count = ::read(source, part.data(), part.size());
    if (count < 0 && errno == EINTR) return true;
    if (count < 0) throw Error(std::string("cannot read what it prints: ") + std::strerror(errno));
    const auto size = static_cast<std::size_t>(count);
    out_.write(part.data(), count);
    out_.flush();
    kept_.append(part.data(), std::min(size, most_ - kept_.size()));
    size_ += size;
    return count > 0;
}

}  // namespace errand::shell
