#include "base/secret.hpp"

#include <cstring>
#include <utility>

namespace errand {

namespace {

/// The capacity, not the size: a value that shrank leaves its tail behind.
void wipe(std::string& text) noexcept {
    explicit_bzero(text.data(), text.capacity());
    text.clear();
}

}  // namespace

// Copies, not moves: what a moved-from short string keeps in itself could not be wiped. There is no memory for them
// only when there is none for anything.
Secret::Secret(std::string&& value) : value_(value) { wipe(value); }

// NOLINTNEXTLINE(performance-move-constructor-init,bugprone-exception-escape)
Secret::Secret(Secret&& other) noexcept : value_(other.value_) { wipe(other.value_); }

Secret& Secret::operator=(Secret other) noexcept {
    value_.swap(other.value_);
    return *this;
}

Secret::~Secret() { wipe(value_); }

}  // namespace errand
