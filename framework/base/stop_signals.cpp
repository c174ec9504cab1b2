#include "base/stop_signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include "base/error.hpp"

namespace errand {

namespace {

/// What nohup asked for stays.
bool is_ignored(int signal) {
    struct sigaction action = {};
    return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

StopSignals::StopSignals() {
    sigset_t stopping;
    sigemptyset(&stopping);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        if (!is_ignored(signal)) sigaddset(&stopping, signal);
    pthread_sigmask(SIG_BLOCK, &stopping, &previous_);
    ::signal(SIGPIPE, SIG_IGN);
    fd_ = UniqueFd(signalfd(-1, &stopping, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!fd_) throw system_error("cannot wait for signals");
}

StopSignals::~StopSignals() { pthread_sigmask(SIG_SETMASK, &previous_, nullptr); }

int StopSignals::take() const {
    signalfd_siginfo info = {};
    return ::read(fd_.get(), &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo) : 0;
}

}  // namespace errand
