#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/event.hpp"
#include "runner/run_journal.hpp"
#include "store/store.hpp"

namespace errand {

/// Records a run in its store on a thread of its own. The run waits for nothing but what must be recorded before it is
/// done, and not even for that while the store cannot be used: what is to be recorded waits in memory then, and follows
/// when it can.
///
/// Thread-safety: for one thread. Lifetime: the store outlives it, and is nobody else's until finish().
class RunRecorder {
public:
    /// \throws std::system_error
    RunRecorder(Store& store, std::string run);
    /// What is not recorded yet is lost; see finish().
    ~RunRecorder();
    RunRecorder(const RunRecorder&) = delete;
    RunRecorder& operator=(const RunRecorder&) = delete;

    /// How many were added by now.
    std::uint64_t add(Change change);
    /// Of the first `count`.
    RunJournal::Fate fate(std::uint64_t count);
    /// Waits for all that was added for `patience` at most. What is not recorded by then, and never will be.
    std::vector<Change> finish(std::chrono::milliseconds patience);
    /// What the store was in trouble with when it was asked last; empty if it was in none.
    std::string trouble();

    struct News {
        std::optional<CancelRequest> cancel_request;
        /// One line: what the store is in trouble with, or that it is out of it.
        std::optional<std::string> trouble;
    };
    /// Becomes readable when there is news, when more is recorded, or when what is added is known to be late; until
    /// take_news().
    int descriptor() const { return news_sign_.descriptor(); }
    /// Each piece once; also after finish(), which may have made some.
    News take_news();

private:
    void work();
    void take_at_hand();
    /// What is at hand. False if the store is in trouble.
    bool record();
    void look_for_cancel_request();
    void tell(std::string trouble);

    Store& store_;
    const std::string run_;
    const Event news_sign_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Change> waiting_;
    /// What is recorded in one go, before those that wait. The thread's own.
    std::vector<Change> at_hand_;
    std::uint64_t added_ = 0;
    std::uint64_t recorded_ = 0;
    std::string trouble_;
    bool is_stopping_ = false;
    bool is_cancel_known_ = false;
    News news_;
    /// Last, so that it starts when all else is there.
    std::thread thread_;
};

}  // namespace errand
