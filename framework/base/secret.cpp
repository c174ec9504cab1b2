#include "base/secret.hpp"

#include <cstring>
#include <utility>

namespace errand {

// A copy, not a move: what a moved-from short string keeps in itself could not be wiped. There is no memory for it only
// when there is none for anything.
// NOLINTNEXTLINE(performance-move-constructor-init,bugprone-exception-escape)
Secret::Secret(Secret&& other) noexcept : value_(other.value_) { other.wipe(); }

Secret& Secret::operator=(Secret other) noexcept {
    value_.swap(other.value_);
    return *this;
}

Secret::~Secret() { wipe(); }

void Secret::wipe() noexcept {
    // The capacity, not the size: a value that shrank leaves its tail behind.
    explicit_bzero(value_.data(), value_.capacity());
    value_.clear();
}

}  // namespace errand
