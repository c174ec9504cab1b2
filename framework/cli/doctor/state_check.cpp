#include <sys/stat.h>
#include <unistd.h>

#include "cli/doctor/local_checks.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;

std::string in_quotes(const std::string& path) { return '\'' + path + '\''; }

/// `path`, or the directory above it in which the first one that is missing would be made.
fs::path nearest_there(fs::path path) {
    std::error_code absent;
    while (path.has_relative_path() && fs::status(path, absent).type() == fs::file_type::not_found)
        path = path.parent_path();
    return path;
}

bool is_own(const fs::path& path) {
    struct stat status = {};
    return ::stat(path.c_str(), &status) == 0 && status.st_uid == ::geteuid();
}

Finding unusable(const std::string& what, const std::string& mend) {
    return {"state", "", Health::wrong, what, mend, ExitCode::state};
}

}  // namespace

Finding check_state_directory(const fs::path& directory) {
    const fs::path there = nearest_there(directory / "work");
    const std::string path = in_quotes(there);
    const std::string user = std::to_string(::geteuid());
    std::error_code unknown;
    const bool is_made = fs::exists(directory, unknown);
    const fs::file_status found = fs::status(there, unknown);
    if (!fs::status_known(found))
        return unusable(path + " cannot be reached: " + unknown.message(), "namei -l " + path);
    if (!fs::is_directory(found))
        return unusable(path + " is no directory", "mv " + path + ' ' + in_quotes(there.string() + ".old"));
    if (::access(there.c_str(), W_OK | X_OK) == 0)
        return {"state", "", Health::ok,
                in_quotes(directory) + (is_made ? " can be written" : " is made by the first run")};
    if (!is_made)
        return unusable(in_quotes(directory) + " cannot be made in " + path,
                        "install --directory --owner " + user + " --mode 700 " + in_quotes(directory));
    return unusable(path + " cannot be written", (is_own(there) ? "chmod 700 " : "chown " + user + ' ') + path);
}

}  // namespace errand
