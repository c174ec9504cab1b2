#include "config/job_reader.hpp"

#include <map>
#include <optional>
#include <utility>

#include "config/document.hpp"
#include "config/enumerator.hpp"
#include "config/job_keys.hpp"
#include "config/job_parameters_reader.hpp"
#include "config/map_reader.hpp"
#include "config/problems.hpp"
#include "config/scalars.hpp"
#include "config/task_order.hpp"
#include "config/task_reader.hpp"
#include "schedule/time_zone.hpp"

namespace errand {

namespace {

/// Reads one job file.
class JobReader {
public:
    JobReader(std::string_view text, const std::string& file_name, const JobContext& context)
        : context_(context),
          sources_(text, file_name),
          problems_(sources_),
          root_(read_document(sources_.at(0), problems_)) {}

    JobDefinition read() {
        JobDefinition job;
        if (root_.kind == Node::Kind::null) {
            problems_.add(0, "is empty; a job file needs at least name and tasks");
        } else {
            read_job(job);
        }
        problems_.throw_if_any();
        return job;
    }

private:
    void read_job(JobDefinition& job) {
        const MapReader map(root_, problems_);
        if (const Node* name = map.require("name")) job.name = read_name(*name, problems_).value_or("");
        if (const Node* text = map.find("description")) job.description = read_text(*text, problems_).value_or("");
        if (const Node* schedule = map.find("schedule")) job.schedule = read_schedule(*schedule);
        if (const Node* overlap = map.find("overlap"))
            job.overlap =
                read_enumerator<Overlap>(*overlap, "overlap", overlap_words(), problems_).value_or(Overlap::skip);
        if (const Node* pools = map.find("concurrency")) job.pools = read_pools(*pools);
        if (const Node* most = map.find("max_parallel")) job.max_parallel = read_count(*most, job.max_parallel);
        if (const Node* most = map.find("retry_lost")) job.retry_lost = read_count(*most, job.retry_lost);
        if (const Node* limit = map.find("time_limit")) job.time_limit = read_time_limit(*limit, problems_);
        if (const Node* parameters = map.find("parameters"))
            job_parameters_ = read_job_parameters(*parameters, problems_);
        job.parameters = job_parameters_;
        read_tasks(map, job);
        map.refuse_other_keys_than(names_of(job_keys()));
    }

    std::optional<Schedule> read_schedule(const Node& node) {
        const MapReader map(node, problems_);
        map.refuse_other_keys_than(names_of(schedule_keys()));
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
            problems_.add(offset_within(node, error.column, sources_), std::string("cron expression: ") + error.what());
            return std::nullopt;
        }
    }

    std::string read_time_zone(const Node& node) {
        const std::string name = read_text(node, problems_).value_or("UTC");
        if (!is_time_zone(name))
            problems_.add(node.offset, "unknown time zone '" + name + "'; give an IANA name such as America/Chicago");
        return name;
    }

    std::vector<std::string> read_pools(const Node& node) {
        std::vector<std::string> pools;
        for (const Node& item : read_list(node, problems_)) {
            if (context_.pools.empty())
                problems_.add(item.offset, "the configuration has no pools");
            else if (const auto name = read_one_of(item, context_.pools, "pool", problems_))
                pools.push_back(*name);
        }
        return pools;
    }

    std::size_t read_count(const Node& node, std::size_t otherwise) {
        constexpr std::int64_t kMost = 1000;
        const auto count = read_integer_within(node, 1, kMost, problems_);
        return count ? static_cast<std::size_t>(*count) : otherwise;
    }

    void read_tasks(const MapReader& map, JobDefinition& job) {
        TaskReader reader(context_, job_parameters_, problems_);
        reader.read_job_defaults(map);
        if (const Node* defaults = map.find("defaults")) reader.read_defaults(*defaults);
        map.require("tasks");
        std::vector<ReadTask> earlier;
        for (const std::string_view& key : stage_words()) {
            const Node* list = map.find(key);
            if (!list) continue;
            auto tasks = read_stage(*list, reader, static_cast<Stage>(&key - stage_words().data()), earlier);
            if (key == "tasks") earlier = tasks;
            for (ReadTask& task : tasks) job.tasks.push_back(std::move(task.definition));
        }
    }

    /// \param work the tasks of the first stage, which have ended by then
    std::vector<ReadTask> read_stage(const Node& list, TaskReader& reader, Stage stage,
                                     const std::vector<ReadTask>& work) {
        const auto& items = read_list(list, problems_);
        if (list.kind == Node::Kind::list && items.empty()) problems_.add(list.offset, "a job needs at least one task");
        std::vector<ReadTask> tasks;
        for (const Node& item : items) {
            tasks.push_back(reader.read(item));
            tasks.back().definition.stage = stage;
        }
        tasks = in_order(std::move(tasks), work, names_, problems_);
        check_references(tasks, work, job_parameters_, problems_);
        return tasks;
    }

    const JobContext& context_;
    const Sources sources_;
    Problems problems_;
    const Node root_;
    std::vector<JobParameter> job_parameters_;
    /// Of the tasks so far, with their places.
    std::map<std::string, std::size_t> names_;
};

}  // namespace

JobDefinition read_job(std::string_view text, const std::string& file_name, const JobContext& context) {
    return JobReader(text, file_name, context).read();
}

}  // namespace errand
