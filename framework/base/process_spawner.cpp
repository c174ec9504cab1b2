#include "base/process_spawner.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>

#include "base/error.hpp"
#include "base/process_tree.hpp"
#include "base/unique_fd.hpp"

namespace errand {

namespace {

void check(int error_number, const ProcessRequest& request) {
    if (error_number != 0) throw cannot_start(request, error_number);
}

class FileActions {
public:
    explicit FileActions(const ProcessRequest& request) {
        check(posix_spawn_file_actions_init(&actions_), request);
        // Duplicates above every target, so that no dup2() overwrites a descriptor that a later one needs.
        constexpr int kAboveAllTargets = 64;
        int target = 0;
        for (const int descriptor : request.descriptors) {
            const int source = fcntl(descriptor, F_DUPFD_CLOEXEC, kAboveAllTargets);
            if (source < 0) throw system_error("cannot pass a descriptor to " + request.program.string());
            sources_.emplace_back(source);
            check(posix_spawn_file_actions_adddup2(&actions_, source, target++), request);
        }
        // Poco's sockets and third parties' files are not close-on-exec.
        check(posix_spawn_file_actions_addclosefrom_np(&actions_, target), request);
        if (!request.working_directory.empty())
            check(posix_spawn_file_actions_addchdir_np(&actions_, request.working_directory.c_str()), request);
    }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;

    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_ = {};
    std::vector<UniqueFd> sources_;
};

class Attributes {
public:
    explicit Attributes(const ProcessRequest& request) {
        check(posix_spawnattr_init(&attributes_), request);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setpgroup(&attributes_, 0);
        constexpr int kFlags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP;
        check(posix_spawnattr_setflags(&attributes_, static_cast<short>(kFlags)), request);
    }
    ~Attributes() { posix_spawnattr_destroy(&attributes_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;

    const posix_spawnattr_t* get() const { return &attributes_; }

private:
    posix_spawnattr_t attributes_ = {};
};

std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));
    list.push_back(nullptr);
    return list;
}

}  // namespace

std::system_error cannot_start(const ProcessRequest& request, int error_number) {
    const std::string& directory = request.working_directory.native();
    return system_error(error_number,
                        "cannot start " + request.program.string() + (directory.empty() ? "" : " in " + directory));
}

pid_t PosixSpawner::spawn(const ProcessRequest& request) {
    const FileActions actions(request);
    const Attributes attributes(request);
    std::vector<std::string> arguments = {request.program.filename().string()};
    arguments.insert(arguments.end(), request.arguments.begin(), request.arguments.end());
    pid_t pid = 0;
    const std::lock_guard lock(mutex_);
    check(posix_spawn(&pid, request.program.c_str(), actions.get(), attributes.get(), pointers(arguments).data(),
                      pointers(request.environment).data()),
          request);
    children_.insert(pid);
    return pid;
}

std::optional<pid_t> PosixSpawner::spawn_by(const std::function<std::optional<pid_t>()>& start) {
    const std::lock_guard lock(mutex_);
    const std::optional<pid_t> pid = start();
    if (pid) children_.insert(*pid);
    return pid;
}

std::optional<ProcessEnd> PosixSpawner::reap(pid_t pid) {
    ProcessEnd end;
    rusage usage = {};
    const std::lock_guard lock(mutex_);
    if (!children_.contains(pid) || wait4(pid, &end.wait_status, WNOHANG, &usage) != pid) return std::nullopt;
    children_.erase(pid);
    end.peak_memory = std::int64_t{usage.ru_maxrss} * 1024;
    return end;
}

void PosixSpawner::end_orphans() {
    const std::lock_guard lock(mutex_);
    end_children_but(children_);
}

}  // namespace errand
