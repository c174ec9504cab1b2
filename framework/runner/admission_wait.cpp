#include "runner/admission_wait.hpp"

#include <poll.h>

#include <array>
#include <csignal>
#include <cstring>

namespace errand {

namespace {

void record_cancellation(Store& store, const std::string& run, const std::string& why, const Clock& clock) {
    const std::array<Change, 1> end = {
        RunEnded{RunState::cancelled, why, clock.now(), static_cast<int>(ExitCode::cancelled)}};
    store.record(run, end);
}

}  // namespace

Admission begin_when_admitted(Store& store, const NewRun& run, const Clock& clock, const StopSignals& stop,
                              const std::function<void(const std::string& reason)>& tell,
                              const std::function<void()>& judge) {
    constexpr int kInterval = 1000;  // milliseconds
    std::string told;
    for (Admission admission = store.begin_run(run);; admission = store.try_start(run.id)) {
        if (admission.answer == Admission::Answer::cancelled)
            record_cancellation(store, run.id, admission.reason, clock);
        if (admission.answer != Admission::Answer::queued) return admission;
        if (admission.reason != told) tell(admission.reason);
        told = admission.reason;
        pollfd wait = {stop.fd(), POLLIN, 0};
        poll(&wait, 1, kInterval);
        if (const int signal = stop.take()) {
            const std::string why = std::string("cancelled by SIG") + sigabbrev_np(signal) + " while it waited";
            record_cancellation(store, run.id, why, clock);
            return {Admission::Answer::cancelled, {}, why};
        }
        judge();
    }
}

}  // namespace errand
