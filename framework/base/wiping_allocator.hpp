#pragma once

#include <string.h>

#include <cstddef>
#include <memory>

namespace errand {

/// Gives memory back wiped, so that a container leaves nothing of a secret behind, also when it grows. A short
/// std::basic_string is within itself and not wiped by this.
template <class T>
struct WipingAllocator {
    using value_type = T;

    WipingAllocator() = default;
    template <class Other>
    // NOLINTNEXTLINE(google-explicit-constructor): as an allocator has it.
    WipingAllocator(const WipingAllocator<Other>&) noexcept {}

    T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* memory, std::size_t count) noexcept {
        explicit_bzero(static_cast<void*>(memory), count * sizeof(T));
        std::allocator<T>().deallocate(memory, count);
    }
    bool operator==(const WipingAllocator&) const = default;
};

}  // namespace errand
