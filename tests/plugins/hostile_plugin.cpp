#include <errand/plugin.hpp>

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

// Everything a plugin can do wrong to the one that runs it.
namespace {

using errand::Outcome;
using errand::TaskContext;
using errand::TaskDescription;

constexpr int kSocket = 3;

[[noreturn]] void sleep_for_ever() {
    for (;;) pause();
}

/// Prints who is here, for a test to look for afterwards: `process PID TIME`, in seconds since the machine was booted.
void introduce(pid_t pid) {
    timespec now = {};
    clock_gettime(CLOCK_BOOTTIME, &now);
    const std::string line = "process " + std::to_string(pid) + ' ' + std::to_string(now.tv_sec) + '\n';
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) std::abort();
}

template <class Wrong>
class Hostile final : public errand::Task {
public:
    static TaskDescription describe() {
        TaskDescription description(Wrong::kName, "Do wrong");
        if (Wrong::kIsUncaged) description.touches_any_file();
        return description;
    }
    Outcome run(TaskContext& context) override {
        introduce(getppid());
        introduce(getpid());
        Wrong::commit(context);
        return Outcome::success();
    }
};

/// In the cage, where nothing says otherwise.
struct Caged {
    static constexpr bool kIsUncaged = false;
};

struct Segfault : Caged {
    static constexpr const char* kName = "segfault";
    static void commit(TaskContext&) { raise(SIGSEGV); }
};

struct Abort : Caged {
    static constexpr const char* kName = "abort";
    static void commit(TaskContext&) { std::abort(); }
};

struct ExitZero : Caged {
    static constexpr const char* kName = "exit-zero";
    static void commit(TaskContext&) { std::exit(0); }
};

struct ExitAtOnce : Caged {
    static constexpr const char* kName = "exit-at-once";
    static void commit(TaskContext&) { std::_Exit(0); }
};

struct ExitAfterOutcome : Caged {
    static constexpr const char* kName = "exit-after-outcome";
    static void commit(TaskContext&) {
        const std::string outcome = R"({"kind":"outcome","outcome":"success","message":"all is well"})";
        const std::string frame = std::string(3, '\0') + static_cast<char>(outcome.size()) + outcome;
        if (::write(kSocket, frame.data(), frame.size()) < 0) std::abort();
        std::_Exit(3);
    }
};

struct KillInit {
    static constexpr const char* kName = "kill-init";
    /// Newer kernels let no signal out of the cage.
    static constexpr bool kIsUncaged = true;
    static void commit(TaskContext&) {
        ::kill(getppid(), SIGKILL);
        sleep_for_ever();
    }
};

struct ThrowException : Caged {
    static constexpr const char* kName = "throw-exception";
    static void commit(TaskContext&) { throw std::runtime_error("the disk\nis \x1b[31mred"); }
};

struct ThrowNumber : Caged {
    static constexpr const char* kName = "throw-number";
    static void commit(TaskContext&) { throw 42; }
};

struct Garbage : Caged {
    static constexpr const char* kName = "garbage";
    static void commit(TaskContext&) {
        const std::string text("\x00\x00\x00\x07{\"a\": 1", 11);
        if (::write(kSocket, text.data(), text.size()) < 0) std::abort();
        sleep_for_ever();
    }
};

struct HugeFrame : Caged {
    static constexpr const char* kName = "huge-frame";
    static void commit(TaskContext&) {
        if (::write(kSocket, "\xff\xff\xff\xff", 4) < 0) std::abort();
        sleep_for_ever();
    }
};

struct UndeclaredToken : Caged {
    static constexpr const char* kName = "undeclared-token";
    static void commit(TaskContext&) {
        const std::string request =
            R"({"kind":"token_request","resource_server":"auth.globus.org","rejected":"","asked_scopes":[]})";
        const std::string frame = std::string(3, '\0') + static_cast<char>(request.size()) + request;
        if (::write(kSocket, frame.data(), frame.size()) < 0) std::abort();
        sleep_for_ever();
    }
};

/// For a job that gives it a token of Transfer.
struct UnreadTokens : Caged {
    static constexpr const char* kName = "unread-tokens";
    static void commit(TaskContext&) {
        const std::string request =
            R"({"kind":"token_request","resource_server":"transfer.api.globus.org","rejected":"","asked_scopes":["x"]})";
        const std::string frame = std::string(3, '\0') + static_cast<char>(request.size()) + request;
        for (;;)
            if (::write(kSocket, frame.data(), frame.size()) < 0) return;
    }
};

struct FloodOutput : Caged {
    static constexpr const char* kName = "flood-output";
    static void commit(TaskContext&) {
        const std::string line(1023, 'x');
        for (;;)
            if (::write(STDOUT_FILENO, (line + "\n").data(), 1024) < 0) return;
    }
};

struct FloodErrors : Caged {
    static constexpr const char* kName = "flood-errors";
    static void commit(TaskContext&) {
        const std::string line(1023, 'x');
        for (;;)
            if (::write(STDERR_FILENO, (line + "\n").data(), 1024) < 0) return;
    }
};

struct FloodEmptyLines : Caged {
    static constexpr const char* kName = "flood-empty-lines";
    static void commit(TaskContext&) {
        const std::string lines(1024, '\n');
        for (;;)
            if (::write(STDERR_FILENO, lines.data(), lines.size()) < 0) return;
    }
};

struct FloodSocket : Caged {
    static constexpr const char* kName = "flood-socket";
    static void commit(TaskContext& context) {
        for (;;) context.log(errand::LogLevel::debug, "again");
    }
};

struct CloseSocket : Caged {
    static constexpr const char* kName = "close-socket";
    static void commit(TaskContext&) { ::close(kSocket); }
};

struct ShutDownSocket : Caged {
    static constexpr const char* kName = "shut-down-socket";
    static void commit(TaskContext&) {
        ::shutdown(kSocket, SHUT_RDWR);
        sleep_for_ever();
    }
};

struct IgnoreTerm : Caged {
    static constexpr const char* kName = "ignore-term";
    static void commit(TaskContext& context) {
        std::signal(SIGTERM, SIG_IGN);
        context.output() << "deaf" << std::endl;
        sleep_for_ever();
    }
};

/// Leaves the process group and the session, and keeps the pipes open.
struct Daemon : Caged {
    static constexpr const char* kName = "daemon";
    static void commit(TaskContext& context) {
        std::array<int, 2> there{};
        if (::pipe(there.data()) != 0) std::abort();
        if (::fork() == 0) {
            ::setsid();
            if (::fork() != 0) std::_Exit(0);
            std::signal(SIGTERM, SIG_IGN);
            std::signal(SIGHUP, SIG_IGN);
            introduce(getpid());
            if (::write(there[1], "x", 1) != 1) std::abort();
            sleep_for_ever();
        }
        char byte = 0;
        if (::read(there[0], &byte, 1) != 1) std::abort();
        context.output() << "left a daemon" << std::endl;
    }
};

struct ExhaustMemory : Caged {
    static constexpr const char* kName = "exhaust-memory";
    static void commit(TaskContext&) {
        constexpr std::size_t kPiece = std::size_t{16} << 20;
        std::vector<std::unique_ptr<char[]>> pieces;
        for (;;) {
            pieces.push_back(std::make_unique<char[]>(kPiece));
            std::memset(pieces.back().get(), 1, kPiece);
        }
    }
};

struct Burn : Caged {
    static constexpr const char* kName = "burn";
    static void commit(TaskContext&) {
        // A loop that does nothing may be taken to end.
        for (std::atomic<unsigned> n = 0;; ++n) {
        }
    }
};

struct Fork : Caged {
    static constexpr const char* kName = "fork";
    static void commit(TaskContext&) {
        constexpr int kGenerations = 6;
        for (int i = 0; i < kGenerations; ++i)
            if (::fork() == 0) introduce(getpid());
        ::setsid();
        sleep_for_ever();
    }
};

/// Tries what the supervisor must not let happen, and prints a line for each thing that it got.
class Spy final : public errand::Task {
public:
    static TaskDescription describe() {
        // Without a cage: what it cannot see is errand's own doing.
        return TaskDescription("spy", "Look where nothing is to be seen")
            .touches_any_file()
            .needs_scopes("transfer.api.globus.org", {"urn:globus:auth:scope:transfer.api.globus.org:all"});
    }

    Outcome run(TaskContext& context) override {
        const pid_t init = getppid();
        const pid_t supervisor = parent_of(init);
        for (const pid_t victim : {init, supervisor}) {
            for (const char* file : {"environ", "mem", "maps", "auxv", "fd/0", "io"}) try_file(context, victim, file);
            try_memory(context, victim);
            try_ptrace(context, victim);
        }
        for (char** variable = environ; *variable; ++variable) context.output() << "environment " << *variable << '\n';
        for (int fd = 4; fd < 1024; ++fd)
            if (fcntl(fd, F_GETFD) != -1 && !is_own(fd))
                context.output() << "descriptor " << fd << ' ' << target(fd) << '\n';
        context.output() << "looked at " << (supervisor > 1 ? "the supervisor" : "nobody") << '\n';
        return Outcome::success();
    }

private:
    static pid_t parent_of(pid_t pid) {
        std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
        std::string ignored;
        pid_t parent = 0;
        file >> ignored >> ignored >> ignored >> parent;
        return parent;
    }
    static void try_file(TaskContext& context, pid_t victim, const char* name) {
        const std::string path = "/proc/" + std::to_string(victim) + "/" + name;
        const int fd = ::open(path.c_str(), O_RDONLY);
        std::array<char, 16> buffer{};
        if (fd >= 0 && ::read(fd, buffer.data(), buffer.size()) > 0) context.output() << "read " << name << '\n';
        if (fd >= 0) ::close(fd);
    }
    static void try_memory(TaskContext& context, pid_t victim) {
        std::array<char, 16> buffer{};
        iovec local = {buffer.data(), buffer.size()};
        iovec remote = {reinterpret_cast<void*>(&environ), buffer.size()};
        if (process_vm_readv(victim, &local, 1, &remote, 1, 0) >= 0 || errno != EPERM)
            context.output() << "read memory\n";
    }
    static void try_ptrace(TaskContext& context, pid_t victim) {
        if (ptrace(PTRACE_SEIZE, victim, nullptr, nullptr) == 0 || errno != EPERM) context.output() << "traced\n";
    }
    static std::string target(int fd) {
        std::array<char, PATH_MAX> path{};
        const ssize_t length = readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), path.data(), path.size() - 1);
        return length > 0 ? std::string(path.data(), static_cast<std::size_t>(length)) : std::strerror(errno);
    }
    /// What errand-task itself opened: an event to be woken by, and nothing of the supervisor's.
    static bool is_own(int fd) { return target(fd).rfind("anon_inode:[eventfd]", 0) == 0; }
};

}  // namespace

ERRAND_PLUGIN("hostile", "1.0.0", Hostile<Segfault>, Hostile<Abort>, Hostile<ExitZero>, Hostile<ExitAtOnce>,
              Hostile<ExitAfterOutcome>, Hostile<KillInit>, Hostile<ThrowException>, Hostile<ThrowNumber>,
              Hostile<Garbage>, Hostile<HugeFrame>, Hostile<UndeclaredToken>, Hostile<UnreadTokens>,
              Hostile<FloodOutput>, Hostile<FloodErrors>, Hostile<FloodEmptyLines>, Hostile<FloodSocket>,
              Hostile<CloseSocket>, Hostile<ShutDownSocket>, Hostile<IgnoreTerm>, Hostile<Daemon>,
              Hostile<ExhaustMemory>, Hostile<Burn>, Hostile<Fork>, Spy)
