#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/stop_signals.hpp"
#include "store/store.hpp"

namespace errand {

/// How a run waits until it may begin, and whom it tells of it.
struct AdmissionWait {
    const Clock& clock;
    const StopSignals& stop;
    /// Is told what a queued run waits for, and again when that has changed.
    std::function<void(const std::string& reason)> tell;
    /// Is told once that the store is in trouble, and once that it is out of it.
    std::function<void(const std::string& news)> warn;
    /// Is called before a queued run asks again, to mark those runs as lost that would never get out of the way.
    std::function<void()> judge;
    /// Between two questions.
    std::chrono::milliseconds interval{1000};
    /// For how long a store that is not available is asked to record the run at all.
    std::chrono::milliseconds patience{30'000};
};

/// Begins a run as soon as nothing is in its way, and asks each second. One that is to be cancelled meanwhile, by a
/// signal or through the store, is recorded as such. Trouble with the store that may pass is waited out: by a queued
/// run however long it takes, as its slot is used up. \return the last answer: any but queued. Also when a signal came
/// and that could not be recorded, which is told then. \throws StoreError, but StoreUnavailable only for a run of which
/// it is not known that it is recorded
Admission begin_when_admitted(Store& store, const NewRun& run, const AdmissionWait& wait);

}  // namespace errand
