#include <algorithm>
#include <filesystem>
#include <map>

#include "base/logger.hpp"
#include "cli/installation.hpp"
#include "cli/providers.hpp"
#include "cli/session.hpp"
#include "config/locations.hpp"

namespace errand {

namespace {

std::string scopes_of(const TaskDefinition& task) {
    std::string text;
    for (const ScopeDescription& scopes : task.scopes)
        for (const std::string& scope : scopes.scopes) text += (text.empty() ? "" : " ") + scope;
    return text.empty() ? "no credentials" : text;
}

std::string allowed_scopes_of(const TaskDefinition& task) {
    return task.allow_scopes.empty() ? "" : ", if asked for " + to_string(task.allow_scopes);
}

std::string files_of(const FileAccess& files) {
    if (files.any) return ", reads and writes any file of the user";
    std::string text;
    for (const std::string& path : files.read) text += ", reads " + path;
    for (const std::string& path : files.write) text += ", writes " + path;
    return text.empty() ? ", no files" : text;
}

void print_job(const JobDefinition& job, std::ostream& out) {
    for (const TaskDefinition& task : job.tasks)
        out << "  " << task.name << ": " << task.plugin << '.' << task.type << ", " << scopes_of(task)
            << allowed_scopes_of(task) << files_of(task.files) << '\n';
}

/// Says so if a task's provider cannot be told. Without any provider in the configuration there is nothing to choose
/// from, and the job may still be one for the sandbox.
/// \throws CommandError
void check_providers(const JobDefinition& job, const std::string& name, const Providers& providers) {
    if (providers.list().empty()) return;
    for (const TaskDefinition& task : job.tasks) {
        if (task.scopes.empty()) continue;
        try {
            choose_provider(providers.list(), task.name, task.provider, task.scopes);
        } catch (const CommandError& error) {
            throw CommandError(error.code(), name + ": " + error.what());
        }
    }
}

/// Jobs by their names. A file may stand in for one of the same file name in a later directory.
class JobNames {
public:
    /// \throws CommandError if another file has a job of this name
    void add(const std::string& name, const std::filesystem::path& file) {
        const auto [other, is_new] = files_.emplace(name, file);
        if (is_new || other->second.stem() == file.stem()) return;
        throw CommandError(ExitCode::configuration,
                           file.string() + ": the job in " + other->second.string() + " has the name '" + name +
                               "' too, so that runs of both would be taken for those of one job; give one another");
    }

private:
    std::map<std::string, std::filesystem::path> files_;
};

std::string no_job(const Settings& settings) {
    if (settings.looked_for.empty()) return "there is no job in the directories of 'jobs:' in the configuration";
    return no_config_file(settings.looked_for) + "; give the paths of job files to check them without one";
}

}  // namespace

ExitCode run(const CheckOptions& options, Session& session) {
    Installation installation(session);
    std::vector<std::string> jobs = options.jobs;
    if (jobs.empty())
        for (const auto& file : all_job_files(installation.settings())) jobs.push_back(file.string());
    StreamLogger logger(session.err, session.clock, Severity::warning);
    const SecretReader secrets(session.surroundings, installation.spawner(), session.redactor);
    // Nothing is asked of them here but which scopes they are for.
    const auto providers =
        Providers::configured(installation.settings(), {session.surroundings,
                                                        session.clock,
                                                        logger,
                                                        session.redactor,
                                                        secrets,
                                                        [](const auto&, const auto&) { return nullptr; },
                                                        [](auto) {},
                                                        {}});
    ExitCode code = ExitCode::done;
    if (options.jobs.empty()) {
        for (const std::string& objection : objections_to_job_directories(installation.settings())) {
            session.err << objection << '\n';
            code = ExitCode::configuration;
        }
    }
    JobNames names;
    for (const std::string& name : jobs) {
        try {
            if (options.jobs.empty()) require_one_name(name);
            const JobDefinition job = installation.job(name);
            check_providers(job, name, providers);
            if (options.jobs.empty()) names.add(job.name, name);
            session.out << name << ": good\n";
            if (session.verbose) print_job(job, session.out);
        } catch (const CommandError& error) {
            session.err << error.what() << '\n';
            code = more_important(code, error.code());
        }
    }
    if (jobs.empty() && code == ExitCode::done) session.err << "errand: " << no_job(installation.settings()) << '\n';
    return code;
}

}  // namespace errand
