#pragma once

#include <string>

#include "base/unique_fd.hpp"

namespace errand {

/// Keeps what is printed in a file without a name, to be looked at when the run is over.
class CapturedOutput {
public:
    /// \throws std::system_error
    CapturedOutput();

    int descriptor() const { return file_.get(); }
    /// From its beginning, `limit` bytes at most.
    std::string text(std::size_t limit) const;
    /// Writes all of it to another descriptor.
    void copy_to(int descriptor) const;

private:
    UniqueFd file_;
};

}  // namespace errand
