#include "runner/run_recorder.hpp"

#include <utility>

namespace errand {

namespace {

using std::chrono::milliseconds;

/// How long the run waits for a store that takes its time.
constexpr milliseconds kPatience(500);
/// Between two tries to record what could not be recorded.
constexpr milliseconds kPause(500);
/// How often it is asked whether somebody wants the run to end.
constexpr milliseconds kInterval(1000);

}  // namespace

RunRecorder::RunRecorder(Store& store, std::string run) : store_(store), run_(std::move(run)) {
    thread_ = std::thread([this] { work(); });
}

RunRecorder::~RunRecorder() { finish(milliseconds(0)); }

void RunRecorder::add(Change change) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(change));
    }
    changed_.notify_all();
}

void RunRecorder::commit() {
    std::unique_lock lock(mutex_);
    if (is_in_trouble_) return;
    const bool is_done = changed_.wait_for(lock, kPatience, [this] { return waiting_.empty() || is_in_trouble_; });
    if (!is_done) is_in_trouble_ = true;
}

std::vector<Change> RunRecorder::finish(milliseconds patience) {
    {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, patience, [this] { return waiting_.empty(); });
        is_stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    return std::exchange(waiting_, {});
}

std::optional<CancelRequest> RunRecorder::take_cancel_request() {
    const std::lock_guard lock(mutex_);
    if (!trouble_) news_.reset();
    return std::exchange(cancel_request_, {});
}

std::optional<std::string> RunRecorder::take_trouble() {
    const std::lock_guard lock(mutex_);
    if (!cancel_request_) news_.reset();
    return std::exchange(trouble_, {});
}

void RunRecorder::work() {
    auto next_look = std::chrono::steady_clock::now() + kInterval;
    std::unique_lock lock(mutex_);
    while (!is_stopping_) {
        changed_.wait_until(lock, next_look, [this] { return is_stopping_ || !waiting_.empty(); });
        if (is_stopping_) return;
        const std::vector<Change> changes = waiting_;
        lock.unlock();
        const bool is_recorded = changes.empty() || record(changes);
        if (is_recorded && std::chrono::steady_clock::now() >= next_look) look_for_cancel_request();
        if (std::chrono::steady_clock::now() >= next_look) next_look = std::chrono::steady_clock::now() + kInterval;
        lock.lock();
        if (is_recorded)
            waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(changes.size()));
        changed_.notify_all();
        if (!is_recorded) changed_.wait_for(lock, kPause, [this] { return is_stopping_; });
    }
}

bool RunRecorder::record(const std::vector<Change>& changes) {
    try {
        store_.record(run_, changes);
    } catch (const std::exception& error) {
        const std::lock_guard lock(mutex_);
        is_in_trouble_ = true;
        if (!std::exchange(is_trouble_told_, true))
            tell("the run goes on, but cannot be recorded for now: " + std::string(error.what()));
        return false;
    }
    const std::lock_guard lock(mutex_);
    is_in_trouble_ = false;
    if (std::exchange(is_trouble_told_, false)) tell("the run is recorded again");
    return true;
}

void RunRecorder::look_for_cancel_request() {
    if (is_cancel_known_) return;
    try {
        const auto request = store_.cancel_request(run_);
        if (!request) return;
        is_cancel_known_ = true;
        const std::lock_guard lock(mutex_);
        cancel_request_ = request;
        news_.set();
    } catch (const StoreError&) {  // To be asked again.
    }
}

/// The mutex is held.
void RunRecorder::tell(std::string trouble) {
    trouble_ = std::move(trouble);
    news_.set();
}

}  // namespace errand
