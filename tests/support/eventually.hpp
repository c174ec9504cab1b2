#pragma once

#include <unistd.h>

#include <chrono>

namespace errand::testing {

/// Whether `claim` comes true, which is asked again and again. False after a minute.
template <class Claim>
bool eventually(const Claim& claim) {
    constexpr useconds_t kPause = 20'000;
    const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!claim()) {
        if (std::chrono::steady_clock::now() > patience) return false;
        ::usleep(kPause);
    }
    return true;
}

}  // namespace errand::testing
