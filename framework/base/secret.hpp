#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace errand {

/// A secret or token. It cannot be printed, compared or serialised by accident, and is wiped when it is destroyed.
///
/// Thread-safety: as a std::string.
class Secret {
public:
    Secret() = default;
    /// Wipes `value`.
    explicit Secret(std::string&& value);
    /// A copy: the other text stays readable where it is.
    explicit Secret(std::string_view value) : value_(value) {}
    explicit Secret(const char* value) : value_(value) {}
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret other) noexcept;
    ~Secret();

    /// The secret itself. Use it where it is sent and nowhere else; never logged.
    /// Lifetime: valid until this object changes.
    std::string_view reveal() const { return value_; }
    bool empty() const { return value_.empty(); }

    /// Which byte differs could be told by the time that it takes, and a test that fails prints both.
    bool operator==(const Secret&) const = delete;
    friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

private:
    std::string value_;
};

}  // namespace errand
