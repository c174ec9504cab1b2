#include "cli/captured_output.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <string_view>

#include "base/error.hpp"

namespace errand {

namespace {

/// Hands over the file piece by piece, until `take` has enough.
void read_pieces(int file, const std::function<bool(std::string_view)>& take) {
    std::array<char, 16 * 1024> buffer;
    off_t offset = 0;
    for (;;) {
        const ssize_t count = ::pread(file, buffer.data(), buffer.size(), offset);
        if (count <= 0 || !take({buffer.data(), static_cast<std::size_t>(count)})) return;
        offset += count;
    }
}

}  // namespace

CapturedOutput::CapturedOutput() : file_(::memfd_create("errand-output", MFD_CLOEXEC)) {
    if (!file_) throw system_error("cannot keep the output");
}

std::size_t CapturedOutput::size() const {
    struct stat status = {};
    return fstat(file_.get(), &status) == 0 ? static_cast<std::size_t>(status.st_size) : 0;
}

std::string CapturedOutput::text(std::size_t limit) const {
    std::string text;
    read_pieces(file_.get(), [&](std::string_view piece) {
        text += piece.substr(0, limit - text.size());
        return text.size() < limit;
    });
    return text;
}

void CapturedOutput::copy_to(std::ostream& out) const {
    read_pieces(file_.get(), [&](std::string_view piece) { return static_cast<bool>(out << piece); });
}

}  // namespace errand
