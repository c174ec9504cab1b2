#pragma once

#include <string.h>

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

namespace errand {

/// A secret or token. It cannot be printed, compared or serialised by accident, and is wiped when it is destroyed.
///
/// Thread-safety: as a std::string.
class Secret {
public:
    Secret() = default;
    /// Wipes `value`.
    // Copies, here and below, not moves: what a moved-from short string keeps in itself could not be wiped. There is no
    // memory for them only when there is none for anything.
    // NOLINTNEXTLINE(cppcoreguidelines-rvalue-reference-param-not-moved)
    explicit Secret(std::string&& value) : value_(value) { wipe(value); }
    /// A copy: the other text stays readable where it is.
    explicit Secret(std::string_view value) : value_(value) {}
    explicit Secret(const char* value) : value_(value) {}
    Secret(const Secret&) = default;
    // NOLINTNEXTLINE(performance-move-constructor-init,bugprone-exception-escape)
    Secret(Secret&& other) noexcept : value_(other.value_) { wipe(other.value_); }
    Secret& operator=(Secret other) noexcept {
        value_.swap(other.value_);
        return *this;
    }
    ~Secret() { wipe(value_); }

    /// The secret itself. Use it where it is sent and nowhere else; never logged.
    /// Lifetime: valid until this object changes.
    std::string_view reveal() const { return value_; }
    bool empty() const { return value_.empty(); }

    /// Which byte differs could be told by the time that it takes, and a test that fails prints both.
    bool operator==(const Secret&) const = delete;
    friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

private:
    /// The capacity, not the size: a value that shrank leaves its tail behind.
    static void wipe(std::string& text) noexcept {
        explicit_bzero(text.data(), text.capacity());
        text.clear();
    }

    std::string value_;
};

}  // namespace errand
