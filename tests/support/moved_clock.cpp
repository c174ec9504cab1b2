// The system's clock as it would be if it had been set: a library for LD_PRELOAD that adds seconds to it. How many
// stands in the file MOVED_CLOCK, as eight bytes that may change at any time.

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>

namespace {

volatile const std::int64_t* map_seconds() {
    const char* name = std::getenv("MOVED_CLOCK");
    const int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    void* mapped = file < 0 ? MAP_FAILED : mmap(nullptr, sizeof(std::int64_t), PROT_READ, MAP_SHARED, file, 0);
    if (file >= 0) close(file);
    // A test of a clock that does not move would find nothing.
    if (mapped == MAP_FAILED) std::abort();
    return static_cast<volatile const std::int64_t*>(mapped);
}

std::int64_t seconds() {
    static volatile const std::int64_t* const mapped = map_seconds();
    return *mapped;
}

}  // namespace

extern "C" {

[[gnu::visibility("default")]] int clock_gettime(clockid_t clock, timespec* time) noexcept {
    const auto result = static_cast<int>(syscall(SYS_clock_gettime, clock, time));
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += seconds();
    return result;
}

[[gnu::visibility("default")]] int gettimeofday(timeval* time, void*) noexcept {
    timespec now = {};
    const int result = clock_gettime(CLOCK_REALTIME, &now);
    *time = {now.tv_sec, now.tv_nsec / 1000};
    return result;
}

[[gnu::visibility("default")]] time_t time(time_t* result) noexcept {
    timespec now = {};
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}
}
