#include "http/socket_wait.hpp"

#include <poll.h>

namespace errand {

void wait_until_ready(int socket, Direction direction, const Deadline& deadline) {
    pollfd waits[] = {{socket, static_cast<short>(direction == Direction::read ? POLLIN : POLLOUT), 0},
                      {deadline.give_up_descriptor(), POLLIN, 0}};
    for (;;) {
        const auto left = deadline.remaining();
        if (left.count() == 0) throw DeadlinePassed();
        const auto timeout = std::chrono::ceil<std::chrono::milliseconds>(left);
        const int ready = ::poll(waits, 2, static_cast<int>(timeout.count()));
        if (waits[1].revents != 0) throw Cancelled("the run asked to end while an answer was waited for");
        if (ready > 0) return;
    }
}

}  // namespace errand
