#include "task/cancellation.hpp"

#include <atomic>
#include <csignal>

#include "base/error.hpp"
#include "errand/error.hpp"

namespace errand {

namespace {

// A signal handler reaches nothing but globals.
std::atomic<const Event*> requested = nullptr;

void request_cancellation(int /*signal*/) { requested.load()->set(); }

}  // namespace

Cancellation::Cancellation() {
    requested = &event_;
    struct sigaction action = {};
    action.sa_handler = request_cancellation;
    action.sa_flags = SA_RESTART;
    if (sigaction(SIGTERM, &action, nullptr) != 0) throw system_error("sigaction");
}

Cancellation::~Cancellation() { std::signal(SIGTERM, SIG_DFL); }

void Cancellation::sleep_for(std::chrono::milliseconds duration) const {
    if (event_.wait_for(duration)) throw Cancelled("the run asked the task to end");
}

}  // namespace errand
