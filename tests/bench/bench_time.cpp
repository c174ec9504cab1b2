// bench_time ROUNDS <CASES
//
// Measures whole commands. A line of CASES is a name, a path that is removed before each run (or -), and the words of
// the command, separated by tabs. The cases take turns, so that what else the machine does meets all of them alike. For
// each it prints a line of name, wall time and CPU time in milliseconds, and the peak memory of its largest process in
// MB: medians over the rounds, with tabs between.
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace {

/// Fewer for few rounds.
constexpr int kWarmUpRounds = 3;

struct Sample {
    double wall_ms = 0;
    double cpu_ms = 0;
    double peak_mb = 0;
};

struct Case {
    std::string name;
    /// Removed before each run; "-" for nothing.
    std::string removed;
    std::vector<std::string> command;
    std::vector<Sample> samples;
};

Case parse_case(const std::string& line) {
    Case parsed;
    std::istringstream fields(line);
    std::getline(fields, parsed.name, '\t');
    std::getline(fields, parsed.removed, '\t');
    for (std::string word; std::getline(fields, word, '\t');) parsed.command.push_back(word);
    if (parsed.command.empty()) throw std::runtime_error("a case without a command: " + line);
    return parsed;
}

/// Prints into nowhere.
pid_t spawn(const std::vector<std::string>& command) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<char*> words;
    for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    pid_t pid = 0;
    const int error = posix_spawn(&pid, words[0], &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::system_error(error, std::generic_category(), command.front());
    return pid;
}

double milliseconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

Sample run_once(const Case& measured) {
    if (measured.removed != "-") std::filesystem::remove_all(measured.removed);
    const auto began = std::chrono::steady_clock::now();
    const pid_t pid = spawn(measured.command);
    int status = 0;
    rusage usage = {};
    wait4(pid, &status, 0, &usage);
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - began;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error(measured.name + ": " + measured.command.front() + " failed");
    constexpr double kKibibytesPerMegabyte = 1e6 / 1024;
    return {wall.count(), milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
            static_cast<double>(usage.ru_maxrss) / kKibibytesPerMegabyte};
}

double median(const std::vector<Sample>& samples, double Sample::*member) {
    std::vector<double> values;
    for (const Sample& sample : samples) values.push_back(sample.*member);
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

void measure(int rounds) {
    std::vector<Case> cases;
    for (std::string line; std::getline(std::cin, line);) cases.push_back(parse_case(line));
    for (int round = -std::min(kWarmUpRounds, rounds - 1); round < rounds; ++round)
        for (Case& measured : cases) {
            const Sample sample = run_once(measured);
            if (round >= 0) measured.samples.push_back(sample);
        }
    for (const Case& measured : cases)
        std::printf("%s\t%.2f\t%.2f\t%.1f\n", measured.name.c_str(), median(measured.samples, &Sample::wall_ms),
                    median(measured.samples, &Sample::cpu_ms), median(measured.samples, &Sample::peak_mb));
}

}  // namespace

int main(int argc, char** argv) try {
    const int rounds = argc == 2 ? std::atoi(argv[1]) : 0;
    if (rounds < 1) {
        std::fputs("usage: bench_time ROUNDS <CASES\n", stderr);
        return 64;
    }
    measure(rounds);
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "bench_time: %s\n", error.what());
    return 1;
}
