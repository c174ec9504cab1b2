#pragma once

#include <cstdint>

#include "base/unique_fd.hpp"

namespace errand {

/// The version of Landlock in this kernel; 0 where there is none, or where it is switched off.
int landlock_version();

/// A domain that a process enters for good, and everything with it that it starts later. In it, files that were not let
/// in cannot be opened, made, renamed, linked or removed; nor can processes outside be traced, and, from version 6,
/// signalled, or abstract sockets of theirs be reached.
///
/// It does not hold back from stat(2), chmod(2), utime(2) and the like, from sockets in the file system, from what is
/// open already, and before version 3 not from truncate(2). Nothing in it gains privileges by set-user-ID programs.
/// Source: landlock(7), and the kernel's Documentation/userspace-api/landlock.rst.
class LandlockDomain {
public:
    enum class Access {
        /// Reading and executing; of a directory, also listing.
        read,
        /// All that, writing and truncating; of a directory, also making, renaming and removing what is in it. No
        /// device
        /// can be made.
        write
    };

    /// \param version what the kernel has, or less; of version 0, the domain closes nothing
    /// \throws std::system_error
    explicit LandlockDomain(int version);

    /// Lets in what `file`, which may be open with O_PATH, leads to: a file, or a directory and all below it.
    /// \throws std::system_error
    void let_in(int file, Access access);

    /// For the calling thread, which must be the only one.
    /// \throws std::system_error; the process is to end then.
    void enter() const;

private:
    std::uint64_t handled_;
    UniqueFd ruleset_;
};

}  // namespace errand
