#pragma once

#include <cstddef>
#include <ostream>
#include <string>

namespace errand::shell {

/// What a program prints: passed on as it comes, and its beginning kept.
///
/// Lifetime: `out` outlives it.
class PrintedText {
public:
    /// \param most how many bytes are kept
    PrintedText(std::ostream& out, std::size_t most) : out_(out), most_(most) {}

    /// Reads once what is there. False at the end.
    /// \throws Error
    bool read_from(int source);

    /// The beginning of it.
    const std::string& kept() const { return kept_; }
    /// How much it was, in bytes.
    std::size_t size() const { return size_; }

private:
    std::ostream& out_;
    const std::size_t most_;
    std::string kept_;
    std::size_t size_ = 0;
};

}  // namespace errand::shell
