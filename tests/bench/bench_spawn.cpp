// bench_spawn COUNT PARALLEL
//
// Starts /bin/true so many times, several at once, and waits for each: the least that a program pays that starts
// others.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace {

bool start() {
    char name[] = "true";
    char* words[] = {name, nullptr};
    pid_t pid = 0;
    return posix_spawn(&pid, "/bin/true", nullptr, nullptr, words, environ) == 0;
}

bool wait_for_one() {
    int status = 0;
    return wait(&status) > 0 && status == 0;
}

}  // namespace

int main(int argc, char** argv) {
    const int count = argc == 3 ? std::atoi(argv[1]) : 0;
    const int parallel = argc == 3 ? std::atoi(argv[2]) : 0;
    if (count < 1 || parallel < 1) {
        std::fputs("usage: bench_spawn COUNT PARALLEL\n", stderr);
        return 64;
    }
    bool is_good = true;
    for (int i = 0; i < count; ++i) {
        if (i >= parallel) is_good = wait_for_one() && is_good;
        is_good = start() && is_good;
    }
    for (int i = 0; i < parallel && i < count; ++i) is_good = wait_for_one() && is_good;
    return is_good ? 0 : 1;
}
