#pragma once

#include <string>
#include <string_view>

namespace errand {

/// A secret or token. It cannot be printed, compared or serialised by accident, and is wiped when it is destroyed.
///
/// Thread-safety: as a std::string.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret other) noexcept;
    ~Secret();

    /// The secret itself. Use it where it is sent and nowhere else; never logged.
    /// Lifetime: valid until this object changes.
    std::string_view reveal() const { return value_; }
    bool empty() const { return value_.empty(); }

private:
    void wipe() noexcept;

    std::string value_;
};

}  // namespace errand
