#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <streambuf>
#include <string>

#include "base/outlet.hpp"

namespace errand {

/// The buffer of a std::ostream that ends in an outlet.
///
/// Who prints waits for the reader, as in any program, until never_wait(). From then on nobody does: what the reader
/// does not take is kept, and whoever called never_wait() has it written, when poll(2) says that there is room. What
/// would make it more than kMost bytes is left out, and the reader is told how much that was.
///
/// Thread-safety: all members may be called concurrently, so that several streams may share it. Lifetime: the
/// descriptor outlives it.
class OutletBuffer final : public std::streambuf {
public:
    using Patience = std::optional<std::chrono::milliseconds>;

    /// From here on is_full() asks everybody to print no more without need.
    static constexpr std::size_t kMuch = std::size_t{64} << 10;
    static constexpr std::size_t kMost = std::size_t{4} << 20;

    explicit OutletBuffer(int descriptor) : outlet_(descriptor) {}
    /// Writes what is left, as wait() has it.
    ~OutletBuffer() override;
    OutletBuffer(const OutletBuffer&) = delete;
    OutletBuffer& operator=(const OutletBuffer&) = delete;

    void never_wait();
    /// Who prints waits again, but no longer once `give_up` is readable, or the reader has taken nothing for as long as
    /// `patience`: then all that there is and that comes is thrown away. `give_up` may be -1.
    void wait(int give_up = -1, Patience patience = {});

    /// The descriptor to wait for room at, or -1 while there is nothing to write.
    int wanted() const;
    bool is_full() const;
    /// Whether the last line of what was printed is not ended yet.
    bool is_within_line() const;
    /// Writes what goes at once; wanted() was ready.
    void write();
    /// The errno of a write that failed, or 0. What comes after it is thrown away.
    int error() const;

    const Outlet& outlet() const { return outlet_; }

protected:
    int_type overflow(int_type character) override;
    std::streamsize xsputn(const char* text, std::streamsize size) override;
    int sync() override;

private:
    void put(std::string_view text);
    void write_some();
    void write_all();
    bool wait_for_room() const;
    void tell_what_was_left_out();

    const Outlet outlet_;
    mutable std::mutex mutex_;
    std::string pending_;
    std::int64_t lines_left_out_ = 0;
    bool is_within_line_ = false;
    bool is_waiting_ = true;
    int give_up_ = -1;
    Patience patience_;
    bool has_given_up_ = false;
    int error_ = 0;
};

}  // namespace errand
