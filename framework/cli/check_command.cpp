#include <algorithm>

#include "cli/installation.hpp"
#include "cli/session.hpp"

namespace errand {

namespace {

std::string scopes_of(const TaskDefinition& task) {
    std::string text;
    for (const ScopeDescription& scopes : task.scopes)
        for (const std::string& scope : scopes.scopes) text += (text.empty() ? "" : " ") + scope;
    return text.empty() ? "no credentials" : text;
}

void print_job(const JobDefinition& job, std::ostream& out) {
    for (const TaskDefinition& task : job.tasks)
        out << "  " << task.name << ": " << task.plugin << '.' << task.type << ", " << scopes_of(task) << '\n';
}

}  // namespace

ExitCode run(const CheckOptions& options, Session& session) {
    Installation installation(session);
    std::vector<std::string> jobs = options.jobs;
    if (jobs.empty())
        for (const auto& file : installation.job_files()) jobs.push_back(file.string());
    ExitCode code = ExitCode::done;
    for (const std::string& name : jobs) {
        try {
            const JobDefinition job = installation.job(name);
            session.out << name << ": good\n";
            if (session.verbose) print_job(job, session.out);
        } catch (const CommandError& error) {
            session.err << error.what() << '\n';
            code = more_important(code, error.code());
        }
    }
    if (jobs.empty()) session.err << "errand: there is no job in the directories of 'jobs:' in the configuration\n";
    return code;
}

}  // namespace errand
