#include "cli/run_records.hpp"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/logger.hpp"
#include "config/locations.hpp"
#include "runner/crashed_runs.hpp"
#include "runner/lost_runs.hpp"

namespace errand {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& directory, const std::error_code& error) {
    const bool is_full = error == std::errc::no_space_on_device || error == std::error_code(EDQUOT, error.category());
    throw CommandError(ExitCode::state,
                       "the state directory " + directory.string() + " cannot be used: " + error.message() + "; " +
                           (is_full ? "make room on its disk" : "let the user that errand runs as write there") +
                           ", or set STATE_DIRECTORY to a directory " + (is_full ? "on another" : "of that user"));
}

/// Makes `directory` unless it is there. \throws CommandError with ExitCode::state if it cannot be used.
const std::filesystem::path& required(const std::filesystem::path& directory) {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (!error && ::access(directory.c_str(), W_OK | X_OK) != 0) error = system_error(directory.string()).code();
    if (error) refuse(directory, error);
    return directory;
}

std::string name_of_host() {
    std::array<char, 256> name = {};
    gethostname(name.data(), name.size() - 1);
    return name.data();
}

/// cron, systemd and containers may set no USER.
std::string name_of_user(uid_t user) {
    std::array<char, 4096> room = {};
    struct passwd entry = {};
    struct passwd* found = nullptr;
    ::getpwuid_r(user, &entry, room.data(), room.size(), &found);
    return found ? found->pw_name : "uid " + std::to_string(user);
}

std::string first_line(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

/// A file with a random line, made once: whoever comes second finds what the first made, and nobody a part of it.
void make_key(const std::filesystem::path& path) {
    if (::access(path.c_str(), F_OK) == 0) return;
    const std::string line = first_line("/proc/sys/kernel/random/uuid");
    const std::filesystem::path draft = path.string() + "." + line;
    replace_file(draft, line + "\n");
    const int error = ::link(draft.c_str(), path.c_str()) == 0 ? 0 : errno;
    ::unlink(draft.c_str());
    if (error != 0 && error != EEXIST) throw system_error(error, path.string());
}

/// Made once for each state directory. A copy of the directory on another machine is told by that machine's id.
/// Source: machine-id(5). \throws CommandError with ExitCode::state if the directory cannot be used.
std::string key_of_host(const std::filesystem::path& directory, const std::string& name) {
    const auto path = directory / "host-key";
    try {
        make_key(path);
    } catch (const std::system_error& error) {
        refuse(directory, error.code());
    }
    const std::string machine = first_line("/etc/machine-id");
    return first_line(path) + "/" + (machine.empty() ? name : machine);
}

}  // namespace

RunRecords::RunRecords(const Session& session, const Settings& settings, bool is_sandboxed)
    : session_(session),
      settings_(settings.store),
      is_sandboxed_(is_sandboxed),
      clock_(session.clock),
      directory_(required(is_sandboxed ? state_directory(session.surroundings) / "sandbox"
                                       : state_directory(session.surroundings))),
      host_name_(name_of_host()),
      host_key_(key_of_host(directory_, host_name_)) {
    required(work());
}

std::unique_ptr<Store> RunRecords::open(const SecretReader& secrets) const {
    const auto modules = session_.prefix / "lib/errand";
    return open_store(store_location(is_sandboxed_ ? StoreSettings() : settings_, directory_, modules, secrets),
                      clock_);
}

StoreLocation store_location(const StoreSettings& settings, const std::filesystem::path& directory,
                             const std::filesystem::path& modules, const SecretReader& secrets) {
    if (settings.url.empty()) return {(directory / "errand.db").string(), {}, modules};
    return {settings.url, settings.password.is_null() ? Secret() : secrets.read(settings.password), modules};
}

std::vector<std::string> settle_crashed_runs(const RunRecords& places, Store& store) {
    Leftovers found = clean_up_after_crashes(places.work());
    const auto lost = mark_lost_runs(store, places.host_key(), places.runs(), places.work());
    // An attempt of theirs may have been ended in between.
    if (!lost.empty()) {
        const Leftovers more = clean_up_after_crashes(places.work());
        found = {found.directories + more.directories, found.processes + more.processes};
    }
    std::vector<std::string> told;
    if (found.directories + found.processes > 0)
        told.push_back("a run was killed before it could clean up; its working directories were removed: " +
                       std::to_string(found.directories) +
                       ", and its processes ended: " + std::to_string(found.processes));
    for (const std::string& run : lost)
        told.push_back("the run " + run + " is lost: its supervisor ended without a word");
    return told;
}

std::string this_user(const Session& session, const RunRecords& records) {
    const auto user = session.surroundings.environment("USER");
    return printable((user ? *user : name_of_user(::getuid())) + " on " + records.host_name());
}

}  // namespace errand
