#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/unique_fd.hpp"
#include "cli/new_files.hpp"
#include "cli/session.hpp"

namespace errand {

namespace {

void check_name(const std::string& name) {
    const auto is_allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (name.empty() || name.front() == '-' || name.size() > 64 || !std::all_of(name.begin(), name.end(), is_allowed))
        throw CommandError(ExitCode::usage,
                           "'" + name + "' will not do as a name: lower-case letters, digits and hyphens, at most 64");
}

/// Never over a file that is there.
void create(const std::filesystem::path& path, const std::string& content) {
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
    constexpr mode_t kReadableByAll = 0644;
    const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kReadableByAll));
    if (!file) throw system_error("cannot create " + path.string());
    if (::write(file.get(), content.data(), content.size()) != static_cast<ssize_t>(content.size()))
        throw system_error("cannot write " + path.string());
}

void create_all(const std::vector<NewFile>& files, const Session& session) {
    for (const NewFile& file : files) {
        create(session.surroundings.working_directory / file.path, file.content);
        session.out << "wrote " << file.path.string() << '\n';
    }
}

}  // namespace

ExitCode run(const NewPluginOptions& options, Session& session) {
    check_name(options.name);
    if (std::filesystem::exists(session.surroundings.working_directory / options.name))
        throw CommandError(ExitCode::usage, "'" + options.name + "' is there already; nothing was changed");
    create_all(plugin_files(options.name), session);
    session.out << "build and test it:\n  cmake -S " << options.name << " -B " << options.name
                << "/build\n  cmake --build " << options.name << "/build\n  ctest --test-dir " << options.name
                << "/build\n";
    return ExitCode::done;
}

ExitCode run(const NewJobOptions& options, Session& session) {
    check_name(options.name);
    if (std::filesystem::exists(session.surroundings.working_directory / (options.name + ".yaml")))
        throw CommandError(ExitCode::usage, "'" + options.name + ".yaml' is there already; nothing was changed");
    create_all(job_files(options.name), session);
    session.out << "try it:\n  errand check ./" << options.name << ".yaml\n  errand run --sandbox ./" << options.name
                << ".yaml\n";
    return ExitCode::done;
}

}  // namespace errand
