#include "runner/output_pump.hpp"

#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace errand {

namespace {

constexpr std::size_t kRoom = std::size_t{64} * 1024;

}  // namespace

int OutputPump::wanted_source() const { return is_at_end_ || pending_.size() >= kRoom ? -1 : source_; }

int OutputPump::wanted_sink() const { return pending_.empty() ? -1 : sink_.descriptor(); }

void OutputPump::read() {
    std::array<char, 16 * 1024> buffer;
    const ssize_t count = ::read(source_, buffer.data(), buffer.size());
    if (count > 0) {
        total_ += count;
        if (sink_error_ == 0) redaction_.feed({buffer.data(), static_cast<std::size_t>(count)}, pending_);
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR) || is_finishing_) {
        is_at_end_ = true;
        if (sink_error_ == 0) redaction_.finish(pending_);
    }
}

void OutputPump::write() {
    const ssize_t count = sink_.write(pending_);
    if (count >= 0) {
        pending_.erase(0, static_cast<std::size_t>(count));
    } else {
        sink_error_ = errno;
        pending_.clear();
    }
}

}  // namespace errand
