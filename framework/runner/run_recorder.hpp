#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/event.hpp"
#include "store/store.hpp"

namespace errand {

/// Records a run in its store on a thread of its own, so that a store which cannot be reached holds up nothing for
/// long: what is to be recorded waits in memory then, and follows when it can.
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

    void add(Change change);
    /// Waits until all that was added is recorded: what follows from it may be done. Where the store is in trouble, not
    /// for longer than half a second, and then no more until it is out of it.
    void commit();
    /// Waits for all that was added for `patience` at most. What is not recorded by then, and never will be.
    std::vector<Change> finish(std::chrono::milliseconds patience);

    /// Becomes readable when one of the next two has something new.
    int descriptor() const { return news_.descriptor(); }
    std::optional<CancelRequest> take_cancel_request();
    /// One line: what the store is in trouble with, or that it is out of it.
    std::optional<std::string> take_trouble();

private:
    void work();
    /// False if the store is in trouble.
    bool record(const std::vector<Change>& changes);
    void look_for_cancel_request();
    void tell(std::string trouble);

    Store& store_;
    const std::string run_;
    const Event news_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Change> waiting_;
    bool is_in_trouble_ = false;
    bool is_trouble_told_ = false;
    bool is_stopping_ = false;
    bool is_cancel_known_ = false;
    std::optional<CancelRequest> cancel_request_;
    std::optional<std::string> trouble_;
    /// Last, so that it starts when all else is there.
    std::thread thread_;
};

}  // namespace errand
