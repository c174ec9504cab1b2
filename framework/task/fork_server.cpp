#include "task/fork_server.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "base/error.hpp"
#include "base/hidden_memory.hpp"
#include "base/passed_descriptors.hpp"
#include "protocol/fork_request.hpp"

namespace errand {

namespace {

/// The directory and the words, of which a process has none.
constexpr std::size_t kNotInherited = 2;

/// As fork(), but of a child of this process's parent, who so learns of its end.
///
/// The C library is not asked: in the child it takes the thread's id for that of this process, which matters to nothing
/// but locks that it takes itself.
pid_t fork_sibling() {
    return static_cast<pid_t>(syscall(SYS_clone, CLONE_PARENT | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
}

/// `environ` leads to it from now on, and it is never given back.
void set_environment(std::vector<std::string> variables) {
    auto* texts = new std::vector<std::string>(std::move(variables));
    auto* pointers = new std::vector<char*>;
    for (std::string& text : *texts) pointers->push_back(text.data());
    pointers->push_back(nullptr);
    environ = pointers->data();
}

/// In the new process: 0, 1, 2, … and no other.
void take_descriptors(const std::vector<UniqueFd>& passed) {
    int target = 0;
    for (auto source = passed.begin() + kNotInherited; source != passed.end(); ++source)
        if (::dup2(source->get(), target++) < 0) throw system_error("dup2");
    ::closefrom(target);
}

int be_forked(const std::vector<UniqueFd>& passed, const ProgramWork& work) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_NAME, program_invocation_short_name);
    ForkWords words = read_words(passed[1].get());
    take_descriptors(passed);
    set_environment(std::move(words.environment));
    return work(words.arguments);
}

ForkAnswer fork_for(const std::vector<UniqueFd>& passed, const ProgramWork& work) {
    if (::fchdir(passed[0].get()) != 0) return {0, errno};
    const pid_t pid = fork_sibling();
    if (pid < 0) return {0, errno};
    if (pid == 0) ::_exit(be_forked(passed, work));
    return {pid, 0};
}

}  // namespace

void serve_forks(UniqueFd socket, const ProgramWork& work) {
    hide_memory();
    for (;;) {
        const std::vector<UniqueFd> passed = receive_descriptors(socket.get());
        if (passed.size() < kNotInherited) return;
        const ForkAnswer answer = fork_for(passed, work);
        if (::send(socket.get(), &answer, sizeof answer, MSG_NOSIGNAL) != sizeof answer) return;
    }
}

}  // namespace errand
