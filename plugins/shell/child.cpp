#include "child.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include "errand/answer/visible.hpp"
#include "errand/error.hpp"
#include "program_path.hpp"

namespace errand::shell {

namespace {

/// What is done in the child before it becomes the program.
class FileActions {
public:
    FileActions(const ChildDescriptors& descriptors, int directory) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_adddup2(&actions_, descriptors.input, STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, descriptors.output, STDOUT_FILENO);
        if (directory >= 0) ::posix_spawn_file_actions_addfchdir_np(&actions_, directory);
        if (descriptors.token >= 0) ::posix_spawn_file_actions_adddup2(&actions_, descriptors.token, kTokenDescriptor);
        ::posix_spawn_file_actions_addclosefrom_np(&actions_, kTokenDescriptor + (descriptors.token >= 0 ? 1 : 0));
    }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;
    ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }

    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_ = {};
};

/// A group of its own, no signal blocked, none ignored.
class Attributes {
public:
    Attributes() {
        ::posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setflags(&attributes_,
                                   POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }

    const posix_spawnattr_t* get() const { return &attributes_; }

private:
    posix_spawnattr_t attributes_ = {};
};

Descriptor open_directory(const std::string& path) {
    if (path.empty()) return {};
    Descriptor directory(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!directory) throw Error("cannot work in the directory " + path + ": " + std::strerror(errno));
    return directory;
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    // The kernel copies them, and changes none.
    for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

/// \param directory where it was to work; negative for that of the task
std::string remedy_for(int error, const std::string& file, int directory) {
    switch (error) {
        case E2BIG:
            return "; no argument or variable has more than 128 KiB, nor all of them more than the system allows; give "
                   "what is long by 'stdin' or in a file";
        case EACCES:
            return "; it must be executable, and where the job has 'files', one of them";
        case ENOEXEC:
            return "; a script begins with a line such as #!/bin/sh";
        case ENOENT:
            return ::faccessat(directory < 0 ? AT_FDCWD : directory, file.c_str(), F_OK, 0) == 0
                       ? "; the file is there, but the interpreter that it names is not"
                       : "";
        default:
            return "";
    }
}

}  // namespace

Child::Child(const StartRequest& request, const ChildDescriptors& descriptors) {
    const std::string file = program_path(request.words.front(), variable_in(request.environment, "PATH"));
    const Descriptor directory = open_directory(request.directory);
    const FileActions actions(descriptors, directory.get());
    const Attributes attributes;
    const int error = ::posix_spawn(&pid_, file.c_str(), actions.get(), attributes.get(),
                                    pointers_to(request.words).data(), pointers_to(request.environment).data());
    if (error != 0) {
        pid_ = -1;
        throw Error("cannot start " + request.title + ": " + std::strerror(error) +
                    remedy_for(error, file, directory.get()));
    }
    ended_ = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
    if (!ended_) {
        const int reason = errno;
        signal_group(SIGKILL);
        wait();
        throw Error("cannot watch " + request.title + ": " + std::strerror(reason));
    }
}

Child::~Child() {
    if (pid_ < 0) return;
    signal_group(SIGKILL);
    wait();
}

void Child::signal_group(int number) const { ::kill(-pid_, number); }

Ending Child::wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
    pid_ = -1;
    if (WIFSIGNALED(status)) return {128 + WTERMSIG(status), WTERMSIG(status)};
    return {WEXITSTATUS(status), 0};
}

}  // namespace errand::shell
