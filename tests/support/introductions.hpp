#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace errand::testing {

/// A process, told from a later one with the same id by a time at which it was there.
struct ProcessIdentity {
    pid_t pid = 0;
    /// In seconds since the machine was booted.
    std::int64_t seen = 0;
};

/// The processes that introduced themselves by lines `process PID TIME` in what was printed.
inline std::vector<ProcessIdentity> introduced(const std::string& printed) {
    std::vector<ProcessIdentity> found;
    std::istringstream lines(printed);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string first;
        ProcessIdentity process;
        if (words >> first >> process.pid >> process.seen && first == "process") found.push_back(process);
    }
    return found;
}

/// Reads what every user may see of every process: the environment of one that hides its memory, say, is not to be had.
/// One that only waits for its parent to learn of its end is gone.
inline bool is_there(const ProcessIdentity& process) {
    std::ifstream file("/proc/" + std::to_string(process.pid) + "/stat");
    const std::string stat((std::istreambuf_iterator<char>(file)), {});
    // "pid (name) state …", where the name may hold anything, brackets included.
    const std::size_t name_end = stat.rfind(')');
    if (name_end == std::string::npos) return false;
    std::istringstream rest(stat.substr(name_end + 1));
    const std::vector<std::string> fields((std::istream_iterator<std::string>(rest)), {});
    constexpr std::size_t kState = 0;
    constexpr std::size_t kStartTime = 19;
    const std::int64_t began = std::stoll(fields.at(kStartTime)) / ::sysconf(_SC_CLK_TCK);
    return fields.at(kState) != "Z" && began <= process.seen;
}

/// Those of them that are there, by their ids.
inline std::vector<pid_t> still_there(const std::vector<ProcessIdentity>& processes) {
    std::vector<pid_t> found;
    for (const ProcessIdentity& process : processes)
        if (is_there(process)) found.push_back(process.pid);
    return found;
}

}  // namespace errand::testing
