#include <errand/plugin.hpp>

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

// What a plugin can try to get at files that are not its own, and what it can do with those that are.
namespace {

using errand::Outcome;
using errand::TaskContext;
using errand::TaskDescription;
using errand::Type;

/// "got it", or what errno says.
std::string told(bool is_done) { return is_done ? "got it" : std::strerror(errno); }

std::string told_by_open(const std::string& path, int flags) {
    const int fd = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
    const std::string answer = told(fd >= 0);
    if (fd >= 0) ::close(fd);
    return answer;
}

/// Runs before main() of a program would, when the library is loaded.
const std::string told_when_loaded = told_by_open("/tmp", O_RDONLY | O_DIRECTORY);

std::string read_it(const std::string& path) { return told_by_open(path, O_RDONLY); }
std::string write_it(const std::string& path) { return told_by_open(path, O_WRONLY | O_APPEND); }
std::string empty_it(const std::string& path) { return told(::truncate(path.c_str(), 0) == 0); }
std::string remove_it(const std::string& path) { return told(::unlink(path.c_str()) == 0); }
std::string add_beside_it(const std::string& path) { return told_by_open(path + ".new", O_WRONLY | O_CREAT); }
std::string list_around_it(const std::string& path) {
    return told_by_open(path.substr(0, path.rfind('/')), O_RDONLY | O_DIRECTORY);
}
std::string move_it(const std::string& path) { return told(::rename(path.c_str(), "moved") == 0); }
std::string replace_it(const std::string& path) {
    std::ofstream("mine") << "forged";
    return told(::rename("mine", path.c_str()) == 0);
}
std::string read_by_hard_link(const std::string& path) {
    return ::link(path.c_str(), "hard-link") == 0 ? read_it("hard-link") : std::strerror(errno);
}
std::string read_by_symbolic_link(const std::string& path) {
    ::unlink("link");
    return ::symlink(path.c_str(), "link") == 0 ? read_it("link") : std::strerror(errno);
}
std::string read_by_proc_root(const std::string& path) { return read_it("/proc/self/root" + path); }
std::string read_by_proc_fd(const std::string& path) {
    const int fd = ::open(path.c_str(), O_PATH | O_CLOEXEC);
    const std::string answer = fd < 0 ? std::strerror(errno) : read_it("/proc/self/fd/" + std::to_string(fd));
    if (fd >= 0) ::close(fd);
    return answer;
}
std::string read_by_parent(const std::string& path) {
    return read_it("/proc/" + std::to_string(::getppid()) + "/root" + path);
}
std::string read_by_child(const std::string& path) {
    const int status = std::system(("cat '" + path + "' > stolen 2> told").c_str());
    if (status == 0) return "got it";
    std::ifstream file("told");
    const std::string line((std::istreambuf_iterator<char>(file)), {});
    return line.substr(line.rfind(": ") + 2, line.size() - line.rfind(": ") - 3);
}

struct Way {
    const char* name;
    std::string (*go)(const std::string& path);
};

constexpr Way kWays[] = {
    {"read", read_it},
    {"read by a link", read_by_symbolic_link},
    {"read by a hard link", read_by_hard_link},
    {"read by /proc/self/root", read_by_proc_root},
    {"read by /proc/self/fd", read_by_proc_fd},
    {"read by the parent's root", read_by_parent},
    {"read by a program", read_by_child},
    {"write", write_it},
    {"empty", empty_it},
    {"move", move_it},
    {"replace", replace_it},
    {"remove", remove_it},
    {"add beside", add_beside_it},
    {"list around", list_around_it},
};

/// Tries every way on every path, and prints what came of it.
class Escape final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("escape", "Told when described: " + read_it("/tmp"))
            .takes_parameter("files", Type::map, "Paths by what they are", errand::Value::Map())
            .takes_parameter("process", Type::integer, "One of the same user", 0);
    }
    Outcome run(TaskContext& context) override {
        context.output() << "when loaded: " << told_when_loaded << '\n';
        for (const auto& [what, path] : context.parameters().map("files"))
            for (const Way& way : kWays)
                context.output() << what << ", " << way.name << ": " << way.go(path.text()) << '\n';
        const auto process = static_cast<pid_t>(context.parameters().integer("process"));
        if (process > 0) bother(context, process);
        return Outcome::success();
    }

private:
    static void bother(TaskContext& context, pid_t process) {
        const std::string files = "/proc/" + std::to_string(process);
        for (const char* file : {"/cmdline", "/environ", "/maps", "/mem", "/fd", "/root"})
            context.output() << "process, " << file << ": " << read_it(files + file) << '\n';
        std::array<char, 16> buffer{};
        iovec local = {buffer.data(), buffer.size()};
        iovec remote = {&environ, buffer.size()};
        context.output() << "process, memory: " << told(process_vm_readv(process, &local, 1, &remote, 1, 0) >= 0)
                         << '\n';
        context.output() << "process, trace: " << told(ptrace(PTRACE_SEIZE, process, nullptr, nullptr) == 0) << '\n';
        context.output() << "process, signal: " << told(::kill(process, SIGTERM) == 0) << '\n';
        context.output() << "parent, signal: " << told(::kill(::getppid(), SIGTERM) == 0) << '\n';
    }
};

/// Copies a file as its type declares it.
class Copy final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("copy", "Copy a file")
            .requires_parameter("from", Type::path, "What is copied")
            .requires_parameter("to", Type::path, "Where to")
            .reads_files({"{from}"})
            .writes_files({"{to}"});
    }
    Outcome run(TaskContext& context) override {
        std::ifstream from(context.parameters().text("from"), std::ios::binary);
        if (!from) return Outcome::failure("cannot read: " + std::string(std::strerror(errno)));
        std::ofstream to(context.parameters().text("to"), std::ios::binary);
        if (!to) return Outcome::failure("cannot write: " + std::string(std::strerror(errno)));
        to << from.rdbuf();
        return Outcome::success("copied");
    }
};

template <bool is_trusted>
class Shell final : public errand::Task {
public:
    static TaskDescription describe() {
        TaskDescription type(is_trusted ? "trusted-shell" : "shell", "Run a command of the shell");
        type.requires_parameter("command", Type::text, "It");
        if (is_trusted) type.touches_any_file();
        return type;
    }
    Outcome run(TaskContext& context) override {
        const int status = std::system(context.parameters().text("command").c_str());
        return status == 0 ? Outcome::success() : Outcome::failure("it failed");
    }
};

}  // namespace

ERRAND_PLUGIN("caged", "1.0.0", Escape, Copy, Shell<false>, Shell<true>)
