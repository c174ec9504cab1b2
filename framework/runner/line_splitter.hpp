#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace errand {

/// Cuts a stream of bytes into lines; one that is longer than the limit into several.
class LineSplitter {
public:
    using Take = std::function<void(std::string_view line)>;

    void feed(std::string_view bytes, const Take& take) {
        for (const char byte : bytes) {
            if (byte != '\n') line_ += byte;
            if (byte == '\n' || line_.size() >= kLongestLine) flush(take, byte == '\n');
        }
    }
    /// Hands over an unfinished last line.
    void finish(const Take& take) { flush(take, false); }

private:
    static constexpr std::size_t kLongestLine = 8192;

    void flush(const Take& take, bool is_whole_line) {
        if (!line_.empty() || is_whole_line) take(line_);
        line_.clear();
    }

    std::string line_;
};

}  // namespace errand
