#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/unique_fd.hpp"
#include "cli/new_files.hpp"
#include "cli/schema_text.hpp"
#include "cli/session.hpp"

namespace errand {

namespace {

void check_name(const std::string& name) {
    const auto is_allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (name.empty() || name.front() == '-' || name.size() > 64 || !std::all_of(name.begin(), name.end(), is_allowed))
        throw CommandError(ExitCode::usage,
                           "'" + name + "' will not do as a name: lower-case letters, digits and hyphens, at most 64");
}

/// errand_add_plugin() makes a target of the plugin's name, and these are taken in every project.
void check_target_name(const std::string& name) {
    for (const char* taken : {"all", "clean", "edit_cache", "help", "install", "list_install_components", "package",
                              "rebuild_cache", "test"})
        if (name == taken)
            throw CommandError(ExitCode::usage,
                               "'" + name + "' will not do as a plugin's name: CMake has a target of that name");
}

/// A link counts, also one that leads nowhere.
bool is_there(const Session& session, const std::string& name) {
    return std::filesystem::exists(std::filesystem::symlink_status(session.surroundings.working_directory / name));
}

void check_is_new(const Session& session, const std::string& name) {
    if (is_there(session, name))
        throw CommandError(ExitCode::usage, "'" + name + "' is there already; nothing was changed");
}

/// Closed to others whatever the umask: errand refuses plugins that others could replace.
void create_folder(const std::filesystem::path& path) {
    constexpr mode_t kWritableByOwner = 0755;
    if (::mkdir(path.c_str(), kWritableByOwner) != 0) throw system_error("cannot create " + path.string());
}

/// Never over a file that is there.
void create(const std::filesystem::path& path, const std::string& content) {
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
    check_target_name(options.name);
    check_is_new(session, options.name);
    create_folder(session.surroundings.working_directory / options.name);
    create_all(plugin_files(options.name), session);
    session.out << "build and test it:\n  cmake -S " << options.name << " -B " << options.name
                << "/build\n  cmake --build " << options.name << "/build\n  ctest --test-dir " << options.name
                << "/build\n";
    return ExitCode::done;
}

ExitCode run(const NewJobOptions& options, Session& session) {
    check_name(options.name);
    check_is_new(session, options.name + ".yaml");
    std::vector<NewFile> files = {job_file(options.name)};
    // Made before anything is written: a plugin or a configuration that is refused leaves nothing half done.
    if (!is_there(session, kSchemaFile)) files.push_back({kSchemaFile, schema_text(session)});
    create_all(files, session);
    session.out << "try it:\n  errand check ./" << options.name << ".yaml\n  errand run --sandbox ./" << options.name
                << ".yaml\n";
    return ExitCode::done;
}

}  // namespace errand
