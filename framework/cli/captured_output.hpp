#pragma once

#include <ostream>
#include <string>

#include "base/unique_fd.hpp"

namespace errand {

/// Keeps what is printed in a file without a name, to be looked at when the run is over.
class CapturedOutput {
public:
    /// \throws std::system_error
    CapturedOutput();

    int descriptor() const { return file_.get(); }
    /// In bytes.
    std::size_t size() const;
    /// From its beginning, `limit` bytes at most.
    std::string text(std::size_t limit) const;
    /// All of it, piece by piece.
    void copy_to(std::ostream& out) const;

private:
    const UniqueFd file_;
};

}  // namespace errand
