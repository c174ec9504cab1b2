#include "config/job_reader.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "base/suggestion.hpp"
#include "config/document.hpp"
#include "config/files_reader.hpp"
#include "config/job_keys.hpp"
#include "config/map_reader.hpp"
#include "config/parameter_reader.hpp"
#include "config/problems.hpp"
#include "config/scalars.hpp"
#include "config/scopes_reader.hpp"
#include "job/file_access.hpp"
#include "schedule/time_zone.hpp"

namespace errand {

namespace {

/// Reads one job file.
class JobReader {
public:
    JobReader(std::string_view text, const std::string& file_name, const JobContext& context)
        : context_(context),
          source_(text, file_name),
          problems_(source_),
          document_(problems_),
          directory_(std::filesystem::absolute(file_name).parent_path()) {}

    JobDefinition read() {
        JobDefinition job;
        if (document_.root().kind == Node::Kind::null) {
            problems_.add(0, "is empty; a job file needs at least name and tasks");
        } else {
            read_job(job);
        }
        problems_.throw_if_any();
        return job;
    }

private:
    void read_job(JobDefinition& job) {
        const MapReader map(document_.root(), problems_);
        if (const Node* name = map.require("name")) job.name = read_name(*name, problems_).value_or("");
        if (const Node* text = map.find("description")) job.description = read_text(*text, problems_).value_or("");
        if (const Node* schedule = map.find("schedule")) job.schedule = read_schedule(*schedule);
        if (const Node* provider = map.find("provider")) job_provider_ = read_provider(*provider);
        if (const Node* allowed = map.find("allow_scopes"))
            job_allow_scopes_ = read_allowed_scopes(*allowed, problems_);
        if (const Node* tasks = map.require("tasks")) job.tasks = read_tasks(*tasks);
        map.refuse_other_keys_than(names_of(job_keys()), document_);
    }

    std::optional<Schedule> read_schedule(const Node& node) {
        const MapReader map(node, problems_);
        map.refuse_other_keys_than(names_of(schedule_keys()), document_);
        const Node* cron = map.require("cron");
        const Node* zone = map.find("timezone");
        const std::string timezone = zone ? read_time_zone(*zone) : "UTC";
        auto expression = cron ? read_cron(*cron) : std::nullopt;
        if (!expression) return std::nullopt;
        return Schedule{std::move(*expression), timezone};
    }

    std::optional<CronExpression> read_cron(const Node& node) {
        const auto text = read_text(node, problems_);
        if (!text) return std::nullopt;
        try {
            return CronExpression::parse(*text);
        } catch (const CronSyntaxError& error) {
            problems_.add(offset_within(node, error.column), std::string("cron expression: ") + error.what());
            return std::nullopt;
        }
    }

    /// The place of a byte of a scalar's text, if it was written as it is read; otherwise the scalar's own.
    std::size_t offset_within(const Node& node, std::size_t column) const {
        const std::size_t begin = node.offset + (node.is_plain ? 0 : 1);
        const bool is_verbatim = begin <= source_.text().size() && source_.text().substr(begin).starts_with(node.text);
        return is_verbatim ? begin + column : node.offset;
    }

    std::string read_time_zone(const Node& node) {
        const std::string name = read_text(node, problems_).value_or("UTC");
        if (!is_time_zone(name))
            problems_.add(node.offset, "unknown time zone '" + name + "'; give an IANA name such as America/Chicago");
        return name;
    }

    std::optional<std::string> read_provider(const Node& node) {
        if (!context_.providers.empty()) return read_one_of(node, context_.providers, "provider", problems_);
        const auto name = read_text(node, problems_);
        if (name) problems_.add(node.offset, "unknown provider '" + *name + "'; the configuration has none");
        return std::nullopt;
    }

    std::vector<TaskDefinition> read_tasks(const Node& node) {
        std::vector<TaskDefinition> tasks;
        const auto& items = read_list(node, problems_);
        if (node.kind == Node::Kind::list && items.empty()) problems_.add(node.offset, "a job needs at least one task");
        for (const Node& item : items) tasks.push_back(read_task(item));
        return tasks;
    }

    TaskDefinition read_task(const Node& node) {
        TaskDefinition task;
        const MapReader map(node, problems_);
        if (const Node* name = map.require("name")) task.name = read_task_name(*name);
        task.provider = job_provider_;
        if (const Node* provider = map.find("provider")) task.provider = read_provider(*provider);
        task.allow_scopes = job_allow_scopes_;
        if (const Node* allowed = map.find("allow_scopes"))
            task.allow_scopes = read_allowed_scopes(*allowed, problems_);
        if (const Node* limit = map.find("time_limit")) task.time_limit = read_time_limit(*limit);
        map.refuse_other_keys_than(names_of(task_keys()), document_);
        const Node* uses = map.require("uses");
        const TaskDescription* type = uses ? read_task_type(*uses, task) : nullptr;
        const Node* with = map.find("with");
        if (type) {
            TaskParameters parameters = read_parameters(with, node, *type, directory_, document_, problems_);
            task.parameters = std::move(parameters.values);
            task.secrets = std::move(parameters.secrets);
            task.scopes = read_declared_scopes(*uses, *type, task.parameters, problems_);
            if (const Node* scopes = map.find("scopes"))
                read_named_scopes(*scopes, task.scopes, task.parameters, problems_);
            task.files = declared_files(*uses, *type, task.parameters);
            if (const Node* files = map.find("files"))
                task.files = read_files(*files, uses->text, task.files, directory_, document_, problems_);
        } else if (with) {
            // Which of the parameters are secret is not known.
            document_.hide(*with, problems_);
        }
        return task;
    }

    std::string read_task_name(const Node& node) {
        const auto name = read_name(node, problems_);
        if (!name) return {};
        const auto [first, is_new] = task_lines_.emplace(*name, source_.position(node.offset).line);
        if (!is_new)
            problems_.add(node.offset,
                          "a second task named '" + *name + "'; the first is in line " + std::to_string(first->second));
        return *name;
    }

    std::optional<std::chrono::milliseconds> read_time_limit(const Node& node) {
        const auto limit = read_duration(node, problems_);
        if (limit && limit->count() == 0) problems_.add(node.offset, "a time limit must be longer than nothing");
        return limit;
    }

    const TaskDescription* read_task_type(const Node& node, TaskDefinition& task) {
        const auto uses = read_text(node, problems_);
        if (!uses) return nullptr;
        const std::size_t dot = uses->find('.');
        if (dot == 0 || dot >= uses->size() - 1) {
            problems_.add(node.offset,
                          "expected <plugin>.<task type>, such as globus.list-endpoints, found '" + *uses + "'");
            return nullptr;
        }
        task.plugin = uses->substr(0, dot);
        task.type = uses->substr(dot + 1);
        try {
            const TaskDescription* found = context_.catalog.find(task.plugin, task.type);
            if (!found) problems_.add(node.offset, why_not_found(task));
            return found;
        } catch (const CommandError& refused) {
            problems_.add(node.offset, refused.what());
            return nullptr;
        }
    }

    /// \throws CommandError from the catalog.
    std::string why_not_found(const TaskDefinition& task) {
        const auto plugins = context_.catalog.plugin_names();
        if (std::find(plugins.begin(), plugins.end(), task.plugin) == plugins.end())
            return "unknown plugin '" + task.plugin + "'" + suggestion(task.plugin, plugins);
        std::vector<std::string> names;
        for (const std::string& name : context_.catalog.task_names(task.plugin))
            names.push_back(task.plugin + '.' + name);
        const std::string wanted = task.plugin + '.' + task.type;
        return "unknown task type '" + wanted + "'" + suggestion(wanted, names);
    }

    FileAccess declared_files(const Node& uses, const TaskDescription& type, const Value::Map& parameters) {
        try {
            return fill_files(type, parameters);
        } catch (const ValueError& error) {
            problems_.add(uses.offset, error.what());
            return {};
        }
    }

    const JobContext& context_;
    const SourceText source_;
    Problems problems_;
    const Document document_;
    const std::filesystem::path directory_;
    std::optional<std::string> job_provider_;
    std::vector<Scope> job_allow_scopes_;
    std::map<std::string, std::size_t> task_lines_;
};

}  // namespace

JobDefinition read_job(std::string_view text, const std::string& file_name, const JobContext& context) {
    return JobReader(text, file_name, context).read();
}

}  // namespace errand
