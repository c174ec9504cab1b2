#include "cli/runs/timeline.hpp"

#include <algorithm>

namespace errand {

std::string timeline(StoreTime begin, StoreTime end, StoreTime task_began, StoreTime task_ended, std::size_t width) {
    const auto whole = std::max<double>(std::chrono::duration<double>(end - begin).count(), 0.001);
    const auto place = [&](StoreTime time) {
        const double part = std::clamp(std::chrono::duration<double>(time - begin).count() / whole, 0.0, 1.0);
        return static_cast<std::size_t>(part * static_cast<double>(width));
    };
    const std::size_t first = std::min(place(task_began), width - 1);
    const std::size_t last = std::clamp(place(task_ended), first + 1, width);
    return std::string(first, ' ') + std::string(last - first, '=') + std::string(width - last, ' ');
}

}  // namespace errand
