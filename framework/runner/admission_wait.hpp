#pragma once

#include <functional>
#include <string>

#include "base/stop_signals.hpp"
#include "store/store.hpp"

namespace errand {

/// Begins a run as soon as nothing is in its way, and asks each second. One that is to be cancelled meanwhile, by a
/// signal or through the store, is recorded as such.
/// \param tell is told what a queued run waits for, and again when that has changed
/// \param judge is called before it is asked again, to mark those runs as lost that would never get out of the way
/// \return the last answer: any but queued
/// \throws StoreError
Admission begin_when_admitted(Store& store, const NewRun& run, const Clock& clock, const StopSignals& stop,
                              const std::function<void(const std::string& reason)>& tell,
                              const std::function<void()>& judge);

}  // namespace errand
