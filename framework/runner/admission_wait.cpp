#include "runner/admission_wait.hpp"

#include <poll.h>

#include <array>
#include <csignal>
#include <cstring>
#include <optional>
#include <utility>

namespace errand {

namespace {

using Answer = Admission::Answer;

/// A run that asks to begin.
class Applicant {
public:
    Applicant(Store& store, const NewRun& run, const AdmissionWait& wait)
        : store_(store), run_(run), wait_(wait), began_(wait.clock.steady_now()) {}

    Admission wait() {
        for (;;) {
            if (const auto admission = ask()) {
                if (admission->answer != Answer::queued) return *admission;
                if (admission->reason != told_) wait_.tell(admission->reason);
                told_ = admission->reason;
            }
            if (const int signal = pause()) return cancelled_by(signal);
        }
    }

private:
    /// Nothing while the store is not available.
    std::optional<Admission> ask() {
        try {
            // Once it is known to be cancelled, that is what remains to be recorded.
            if (last_.answer != Answer::cancelled) last_ = answer();
            if (last_.answer == Answer::cancelled) record_cancellation(last_.reason);
        } catch (const StoreUnavailable& error) {
            if (!is_recorded_ && wait_.clock.steady_now() - began_ >= wait_.patience) throw;
            if (!std::exchange(is_in_trouble_, true))
                wait_.warn(std::string("the run cannot begin for now: ") + error.what());
            return std::nullopt;
        }
        if (std::exchange(is_in_trouble_, false)) wait_.warn("the store answers again");
        return last_;
    }

    Admission answer() {
        if (is_recorded_) {
            wait_.judge();
            return store_.try_start(run_.id);
        }
        Admission first = store_.begin_run(run_);
        is_recorded_ = true;
        return first;
    }

    /// The signal that came meanwhile; 0 for none.
    int pause() const {
        pollfd signals = {wait_.stop.fd(), POLLIN, 0};
        poll(&signals, 1, static_cast<int>(wait_.interval.count()));
        return wait_.stop.take();
    }

    /// Whoever sent it does not wait for the store.
    Admission cancelled_by(int signal) {
        const std::string why = std::string("cancelled by SIG") + sigabbrev_np(signal) + " while it waited";
        try {
            record_cancellation(why);
        } catch (const StoreError& error) {
            wait_.warn(std::string(
                           "the run's end could not be recorded; it counts as under way until it is taken for lost: ") +
                       error.what());
        }
        return {Answer::cancelled, {}, why};
    }

    void record_cancellation(const std::string& why) {
        const std::array<Change, 1> end = {
            RunEnded{RunState::cancelled, why, wait_.clock.now(), static_cast<int>(ExitCode::cancelled)}};
        store_.record(run_.id, end);
    }

    Store& store_;
    const NewRun& run_;
    const AdmissionWait& wait_;
    const Clock::SteadyTime began_;
    bool is_recorded_ = false;
    bool is_in_trouble_ = false;
    /// What the store answered last.
    Admission last_ = {Answer::queued, {}, {}};
    /// The reason that people know.
    std::string told_;
};

}  // namespace

Admission begin_when_admitted(Store& store, const NewRun& run, const AdmissionWait& wait) {
    return Applicant(store, run, wait).wait();
}

}  // namespace errand
