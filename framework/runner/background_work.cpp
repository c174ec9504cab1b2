#include "runner/background_work.hpp"

#include <utility>

namespace errand {

BackgroundWork::~BackgroundWork() {
    give_up_.set();
    for (Running& running : running_) running.thread.join();
    give_up_.reset();
}

void BackgroundWork::start(std::function<void()> work) {
    join_what_is_done();
    auto is_done = std::make_shared<std::atomic<bool>>(false);
    running_.push_back({is_done, std::thread([is_done, work = std::move(work)] {
                            work();
                            is_done->store(true);
                        })});
}

void BackgroundWork::join_what_is_done() {
    std::erase_if(running_, [](Running& running) {
        if (!running.is_done->load()) return false;
        running.thread.join();
        return true;
    });
}

}  // namespace errand
