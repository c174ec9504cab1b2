#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "store/store.hpp"
#include "support/store_place.hpp"

namespace errand::testing {

/// A store of one kind, with a clock that stands still.
struct StoreFixture {
    explicit StoreFixture(const std::string& kind) : place(kind), store(place.open(clock)) {}

    /// Begins a run of the job `sync`, or tries to, one second after what was before.
    Admission begin(const std::string& id, Overlap overlap = Overlap::allow, const std::vector<Pool>& pools = {}) {
        NewRun run = new_run(id);
        run.overlap = overlap;
        run.pools = pools;
        return begin(run);
    }
    Admission begin(const NewRun& run) {
        clock.advance(std::chrono::seconds(1));
        return store->begin_run(run);
    }
    static NewRun new_run(const std::string& id) {
        NewRun run;
        run.id = id;
        run.job = "sync";
        run.host_name = "beamline-3";
        run.host_key = "host-3";
        run.trigger = "cron";
        return run;
    }
    void end(const std::string& run, RunState state = RunState::succeeded) {
        clock.advance(std::chrono::seconds(1));
        record(run, RunEnded{state, "so it ended", clock.now(), state == RunState::succeeded ? 0 : 1});
    }
    void record(const std::string& run, const Change& change) { store->record(run, {&change, 1}); }
    RunRecord find(const std::string& run) { return store->find_run(run).value(); }

    FakeClock clock;
    StorePlace place;
    std::unique_ptr<Store> store;
};

/// `started`, or the answer with the reason: `queued: waits for run a of this job, which is running`.
inline std::string to_text(const Admission& admission) {
    constexpr const char* kAnswers[] = {"started", "queued", "skipped", "slot taken", "cancelled", "over"};
    const std::string answer = kAnswers[static_cast<std::size_t>(admission.answer)];
    return admission.reason.empty() ? answer : answer + ": " + admission.reason;
}

/// `a, b`
inline std::string ids_of(const std::vector<RunRecord>& runs) {
    std::string text;
    for (const RunRecord& run : runs) text += (text.empty() ? "" : ", ") + run.id;
    return text;
}

inline std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += (text.empty() ? "" : ", ") + line;
    return text;
}

}  // namespace errand::testing
