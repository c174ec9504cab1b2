#include "runner/run_recorder.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace errand {

namespace {

using std::chrono::milliseconds;

/// Between two tries to record what could not be recorded.
constexpr milliseconds kPause(500);
/// How often it is asked whether somebody wants the run to end.
constexpr milliseconds kInterval(1000);
/// In a transaction. Each may be as large as what a task may put out.
constexpr std::size_t kMostAtOnce = 32;

}  // namespace

RunRecorder::RunRecorder(Store& store, std::string run) : store_(store), run_(std::move(run)) {
    thread_ = std::thread([this] { work(); });
}

RunRecorder::~RunRecorder() { finish(milliseconds(0)); }

std::uint64_t RunRecorder::add(Change change) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(change));
    ++added_;
    changed_.notify_all();
    // Its fate is known already, and nobody is told again that the store is in trouble.
    if (!trouble_.empty()) news_sign_.set();
    return added_;
}

RunJournal::Fate RunRecorder::fate(std::uint64_t count) {
    const std::lock_guard lock(mutex_);
    if (recorded_ >= count) return RunJournal::Fate::kept;
    return !trouble_.empty() ? RunJournal::Fate::late : RunJournal::Fate::waiting;
}

std::vector<Change> RunRecorder::finish(milliseconds patience) {
    {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, patience, [this] { return recorded_ == added_; });
        is_stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    std::vector<Change> left = std::exchange(at_hand_, {});
    std::move(waiting_.begin(), waiting_.end(), std::back_inserter(left));
    waiting_.clear();
    return left;
}

std::string RunRecorder::trouble() {
    const std::lock_guard lock(mutex_);
    return trouble_;
}

RunRecorder::News RunRecorder::take_news() {
    const std::lock_guard lock(mutex_);
    news_sign_.reset();
    return std::exchange(news_, {});
}

void RunRecorder::work() {
    auto next_look = std::chrono::steady_clock::now() + kInterval;
    std::unique_lock lock(mutex_);
    while (!is_stopping_) {
        changed_.wait_until(lock, next_look, [this] { return is_stopping_ || recorded_ != added_; });
        if (is_stopping_) return;
        if (at_hand_.empty()) take_at_hand();
        lock.unlock();
        const bool is_recorded = at_hand_.empty() || record();
        if (is_recorded && std::chrono::steady_clock::now() >= next_look) look_for_cancel_request();
        if (std::chrono::steady_clock::now() >= next_look) next_look = std::chrono::steady_clock::now() + kInterval;
        lock.lock();
        if (is_recorded && !at_hand_.empty()) {
            recorded_ += at_hand_.size();
            at_hand_.clear();
            news_sign_.set();
        }
        changed_.notify_all();
        if (!is_recorded) changed_.wait_for(lock, kPause, [this] { return is_stopping_; });
    }
}

/// The mutex is held.
void RunRecorder::take_at_hand() {
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kMostAtOnce));
    std::move(waiting_.begin(), end, std::back_inserter(at_hand_));
    waiting_.erase(waiting_.begin(), end);
}

bool RunRecorder::record() {
    try {
        store_.record(run_, at_hand_);
    } catch (const std::exception& error) {
        const std::lock_guard lock(mutex_);
        const bool is_news = std::exchange(trouble_, error.what()).empty();
        if (is_news) tell("the run goes on, but cannot be recorded for now: " + trouble_);
        return false;
    }
    const std::lock_guard lock(mutex_);
    if (std::exchange(trouble_, {}).empty()) return true;
    // Of trouble that nobody was told of there is nothing to tell.
    if (news_.trouble)
        news_.trouble.reset();
    else
        tell("the run is recorded again");
    return true;
}

void RunRecorder::look_for_cancel_request() {
    if (is_cancel_known_) return;
    try {
        const auto request = store_.cancel_request(run_);
        if (!request) return;
        is_cancel_known_ = true;
        const std::lock_guard lock(mutex_);
        news_.cancel_request = request;
        news_sign_.set();
    } catch (const StoreError&) {  // To be asked again.
    }
}

/// The mutex is held.
void RunRecorder::tell(std::string trouble) {
    news_.trouble = std::move(trouble);
    news_sign_.set();
}

}  // namespace errand
