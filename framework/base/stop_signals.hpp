#pragma once

#include <signal.h>

#include "base/unique_fd.hpp"

namespace errand {

/// Takes SIGINT, SIGTERM and SIGHUP as requests to stop, instead of dying of them, and ignores SIGPIPE.
/// Make it before there are other threads: they inherit what is blocked.
class StopSignals {
public:
    /// \throws std::system_error
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    /// Becomes readable when a request is pending.
    int fd() const { return fd_.get(); }
    /// Takes one pending request; its signal, or 0 when there is none.
    int take() const;

private:
    sigset_t previous_ = {};
    UniqueFd fd_;
};

}  // namespace errand
