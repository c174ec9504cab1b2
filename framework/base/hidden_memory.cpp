#include "base/hidden_memory.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/error.hpp"

namespace errand {

void hide_memory() {
    constexpr rlimit kNoCore = {0, 0};
    setrlimit(RLIMIT_CORE, &kNoCore);
    if (prctl(PR_SET_DUMPABLE, 0) != 0) throw system_error("cannot become non-dumpable");
}

}  // namespace errand
