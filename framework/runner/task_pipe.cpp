#include "runner/task_pipe.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "base/error.hpp"

namespace errand {

TaskPipe::TaskPipe() {
    int ends[2] = {};
    if (pipe2(ends, O_CLOEXEC) != 0) throw system_error("pipe");
    source = UniqueFd(ends[0]);
    sink = UniqueFd(ends[1]);
    if (fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) throw system_error("fcntl");
}

}  // namespace errand
