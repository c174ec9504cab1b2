#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <thread>

#include "base/event.hpp"

namespace errand {

/// Threads for what may take long, such as a grant. None outlives this object.
///
/// Who started one may go before it has ended, and takes with it only what the two do not share.
/// Thread-safety: for one thread. Lifetime: the event outlives it.
class BackgroundWork {
public:
    /// \param give_up what the work gives up at; set, and reset again, when this ends
    explicit BackgroundWork(const Event& give_up) : give_up_(give_up) {}
    /// Gives up what is under way.
    ~BackgroundWork();
    BackgroundWork(const BackgroundWork&) = delete;
    BackgroundWork& operator=(const BackgroundWork&) = delete;

    /// \param work throws nothing
    /// \throws std::system_error
    void start(std::function<void()> work);

private:
    struct Running {
        std::shared_ptr<const std::atomic<bool>> is_done;
        std::thread thread;
    };

    void join_what_is_done();

    const Event& give_up_;
    std::list<Running> running_;
};

}  // namespace errand
