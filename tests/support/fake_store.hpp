#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace errand::testing {

/// A store that keeps the changes of one run, and can be away, or slow, for a while.
///
/// Thread-safety: as far as a RunRecorder needs it, with a test beside it.
class FakeStore final : public Store {
public:
    void record(const std::string&, std::span<const Change> changes) override {
        std::unique_lock lock(mutex_);
        ++tries;
        changed_.wait(lock, [this] { return !is_held_; });
        if (is_away_) throw StoreUnreachable("the server is away");
        most_at_once_ = std::max(most_at_once_, changes.size());
        changes_.insert(changes_.end(), changes.begin(), changes.end());
    }
    std::optional<CancelRequest> cancel_request(const std::string&) override {
        const std::lock_guard lock(mutex_);
        return cancel_;
    }
    bool request_cancel(const std::string&, const std::string& by) override {
        const std::lock_guard lock(mutex_);
        cancel_ = CancelRequest{{}, by};
        return true;
    }

    void be_away(bool is_away) {
        const std::lock_guard lock(mutex_);
        is_away_ = is_away;
    }
    /// Whether whoever records waits.
    void hold(bool is_held) {
        const std::lock_guard lock(mutex_);
        is_held_ = is_held;
        changed_.notify_all();
    }
    std::size_t count() { return changes().size(); }
    std::vector<Change> changes() {
        const std::lock_guard lock(mutex_);
        return changes_;
    }

    std::size_t most_at_once() {
        const std::lock_guard lock(mutex_);
        return most_at_once_;
    }

    Admission begin_run(const NewRun& run) override { return answer("begin " + run.id); }
    Admission try_start(const std::string& run) override { return answer("start " + run); }
    std::vector<RunRecord> unfinished_runs(const std::string&) override { refuse(); }
    bool mark_lost(const std::string&, const std::string&) override { refuse(); }
    std::vector<RunRecord> history(const HistoryFilter&) override { refuse(); }
    std::optional<RunRecord> last_run(const std::string&, std::optional<RunState>) override { refuse(); }
    std::optional<RunRecord> find_run(const std::string&) override { refuse(); }
    Value definition(const std::string&) override { refuse(); }
    std::vector<TaskRecord> tasks(const std::string&) override { refuse(); }
    std::vector<AttemptRecord> attempts(const std::string&) override { refuse(); }
    std::vector<CheckpointRecord> checkpoints(const std::string&) override { refuse(); }
    std::optional<RunRecord> retry_of(const std::string&) override { refuse(); }
    std::vector<std::string> prune(const Retention&) override { refuse(); }
    std::vector<std::string> remove(std::span<const std::string>) override { refuse(); }
    std::vector<std::string> unknown_runs(std::span<const std::string>) override { refuse(); }
    std::vector<std::string> check_integrity() override { refuse(); }

    std::atomic<int> tries = 0;
    /// What begin_run() and try_start() do, one after the other.
    std::deque<std::function<Admission()>> answers;
    /// What they were asked: `begin a, start a, `
    std::string asked;

private:
    Admission answer(const std::string& question) {
        asked += question + ", ";
        if (answers.empty()) refuse();
        const std::function<Admission()> next = answers.front();
        answers.pop_front();
        return next();
    }
    [[noreturn]] static void refuse() { throw std::logic_error("the fake store cannot do this"); }

    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_away_ = false;
    bool is_held_ = false;
    std::vector<Change> changes_;
    std::size_t most_at_once_ = 0;
    std::optional<CancelRequest> cancel_;
};

}  // namespace errand::testing
