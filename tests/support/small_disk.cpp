// A file system of its own for an ordinary user, in a user and a mount namespace: nobody sees it but who enters them.
//
//   small_disk make DIRECTORY OPTIONS [PATH…]  mounts a tmpfs with these options there, and keeps it until it is killed
//   small_disk enter PID PROGRAM [ARGUMENT…]   runs a program where the `make` with this process id is
//
// The user is called there as whoever owns what the namespace has no name for, root's files above all: errand trusts
// what belongs to root or to itself. It passes no directory that others may write, but for those of root's that are
// like /tmp, and whose they are cannot be seen there: of these, only what leads to the paths is left.

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

bool write_file(const std::string& path, const std::string& text) {
    return bool(std::ofstream(path) << text << std::flush);
}

/// The id of what has no name, which is the same for users and groups. Source: user_namespaces(7).
std::string nameless() {
    std::string id;
    std::ifstream("/proc/sys/kernel/overflowuid") >> id;
    return id;
}

/// The first directory on the way to `path` that is like /tmp; none if there is none.
std::filesystem::path shared_above(const std::filesystem::path& path) {
    std::filesystem::path above;
    for (const std::filesystem::path& part : path) {
        above /= part;
        struct stat status = {};
        if (stat(above.c_str(), &status) == 0 && (status.st_mode & S_ISVTX) != 0) return above;
    }
    return {};
}

/// Puts in the place of directories like /tmp such with nothing but what leads to `paths`.
bool close_shared_directories(const std::vector<std::filesystem::path>& paths) {
    std::set<std::filesystem::path> shared;
    std::map<std::filesystem::path, int> kept;
    for (const std::filesystem::path& path : paths) {
        const std::filesystem::path above = shared_above(path);
        if (above.empty()) continue;
        shared.insert(above);
        kept[path] = open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    }
    for (const std::filesystem::path& directory : shared)
        if (mount("closed", directory.c_str(), "tmpfs", 0, "mode=0755") != 0) return false;
    for (const auto& [path, descriptor] : kept) {
        std::filesystem::create_directories(path);
        const std::string source = "/proc/self/fd/" + std::to_string(descriptor);
        if (mount(source.c_str(), path.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0) return false;
    }
    return true;
}

int make(const char* directory, const char* options, const std::vector<std::filesystem::path>& paths) {
    const std::string user = nameless() + ' ' + std::to_string(geteuid()) + " 1\n";
    const std::string group = nameless() + ' ' + std::to_string(getegid()) + " 1\n";
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 ||
        !write_file("/proc/self/setgroups", "deny") || !write_file("/proc/self/uid_map", user) ||
        !write_file("/proc/self/gid_map", group) || !close_shared_directories(paths) ||
        mount("small-disk", directory, "tmpfs", 0, options) != 0)
        return -1;
    std::puts("ready");
    std::fflush(stdout);
    for (;;) pause();
}

int enter(const std::string& process, char** program) {
    const int user = open(("/proc/" + process + "/ns/user").c_str(), O_RDONLY | O_CLOEXEC);
    const int mounts = open(("/proc/" + process + "/ns/mnt").c_str(), O_RDONLY | O_CLOEXEC);
    // In the mount namespace, what the working directory was called is another place.
    std::string directory(4096, '\0');
    if (!getcwd(directory.data(), directory.size()) || setns(user, CLONE_NEWUSER) != 0 ||
        setns(mounts, CLONE_NEWNS) != 0 || chdir(directory.c_str()) != 0)
        return -1;
    return execv(program[0], program);
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 3 ? argv[1] : "";
    const int result = what == "make"    ? make(argv[2], argv[3], {argv + 4, argv + argc})
                       : what == "enter" ? enter(argv[2], argv + 3)
                                         : -1;
    if (result < 0) std::perror("small_disk");
    return 127;
}
