#pragma once

#include <sys/types.h>

#include "errand/files/descriptor.hpp"
#include "exit_codes.hpp"
#include "start_request.hpp"

namespace errand::shell {

/// The descriptors that a child gets besides standard error, which is the task's. They stay the caller's.
struct ChildDescriptors {
    int input = -1;
    int output = -1;
    /// Becomes kTokenDescriptor; negative for none.
    int token = -1;
};

/// Where a child finds its token.
inline constexpr int kTokenDescriptor = 3;

/// A program that runs in a process group of its own, so that one which signals its group does not mean the task, and
/// with the signals as a program has them from a login shell.
class Child {
public:
    /// \throws Error telling what could not be started, and where it was looked for.
    Child(const StartRequest& request, const ChildDescriptors& descriptors);
    /// Kills the group and waits for the program, unless wait() did.
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Readable once it has ended.
    int descriptor() const { return ended_.get(); }
    void signal_group(int number) const;
    /// Waits for its end. Once only.
    Ending wait();

private:
    pid_t pid_ = -1;
    Descriptor ended_;
};

}  // namespace errand::shell
