#include "base/secret.hpp"

#include <cstring>
#include <utility>

namespace errand {

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
