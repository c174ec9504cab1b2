#pragma once

#include <string>

#include "base/outlet.hpp"

namespace errand::testing {

/// Writes until nothing more is taken, as it comes to be when the reader has stopped. What was taken.
inline std::string fill(const Outlet& outlet) {
    std::string taken;
    for (;;) {
        const ssize_t count = outlet.write(std::string(4096, 'f'));
        if (count <= 0) return taken;
        taken.append(static_cast<std::size_t>(count), 'f');
    }
}

}  // namespace errand::testing
