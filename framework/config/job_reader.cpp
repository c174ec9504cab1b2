#include "config/job_reader.hpp"

#include <algorithm>
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

/// Reads one job, from its file and the fragments that this includes.
class JobReader {
public:
    JobReader(std::string_view text, const std::string& file_name, const JobContext& context,
              const ReadFragment& read_fragment)
        : context_(context),
          problems_(sources_),
          roots_(read_with_fragments(text, file_name, read_fragment, sources_, problems_)) {}

    JobDefinition read() {
        JobDefinition job;
        if (roots_.back().kind == Node::Kind::null) {
            problems_.add(0, "is empty; a job file needs at least name and tasks");
        } else {
            read_files(job);
        }
        problems_.throw_if_any();
        return job;
    }

private:
    void read_files(JobDefinition& job) {
        std::vector<MapReader> files;
        for (const Node& root : roots_) files.emplace_back(root, problems_);
        read_job(files.back(), job);
        for (const MapReader& file : files)
            if (const Node* parameters = file.find("parameters"))
                read_job_parameters(*parameters, job_parameters_, problems_);
        job.parameters = job_parameters_;
        read_tasks(files, job);
        refuse_other_keys(files);
    }

    /// What stands in the job's own file only.
    void read_job(const MapReader& map, JobDefinition& job) {
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
    }

    static void refuse_other_keys(const std::vector<MapReader>& files) {
        const auto jobs_own = job_keys().first(job_keys().size() - fragment_keys().size());
        for (const MapReader& file : files) {
            if (&file != &files.back())
                file.refuse_keys(names_of(jobs_own), "can only stand in the job's own file, not in a fragment");
            file.refuse_other_keys_than(names_of(job_keys()));
        }
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

    void read_tasks(const std::vector<MapReader>& files, JobDefinition& job) {
        TaskReader reader(context_, job_parameters_, problems_);
        for (const MapReader& file : files) reader.read_defaults(file);
        const auto has_tasks = [](const MapReader& file) { return file.find("tasks") != nullptr; };
        if (std::none_of(files.begin(), files.end(), has_tasks)) files.back().require("tasks");
        std::vector<ReadTask> earlier;
        for (const std::string_view& key : stage_words()) {
            const auto stage = static_cast<Stage>(&key - stage_words().data());
            auto tasks = read_stage(files, reader, stage, earlier);
            if (stage == Stage::tasks) earlier = tasks;
            for (ReadTask& task : tasks) job.tasks.push_back(std::move(task.definition));
        }
    }

    /// \param work the tasks of the first stage, which have ended by then
    std::vector<ReadTask> read_stage(const std::vector<MapReader>& files, TaskReader& reader, Stage stage,
                                     const std::vector<ReadTask>& work) {
        std::vector<ReadTask> tasks;
        for (const MapReader& file : files) {
            const Node* list = file.find(stage_words()[static_cast<std::size_t>(stage)]);
            if (!list) continue;
            const auto& items = read_list(*list, problems_);
            if (list->kind == Node::Kind::list && items.empty())
                problems_.add(list->offset, "a job needs at least one task");
            for (const Node& item : items) {
                tasks.push_back(reader.read(item));
                tasks.back().definition.stage = stage;
            }
        }
        tasks = in_order(std::move(tasks), work, names_, problems_);
        check_references(tasks, work, job_parameters_, problems_);
        return tasks;
    }

    const JobContext& context_;
    Sources sources_;
    Problems problems_;
    /// Of the files, the job's own last.
    const std::vector<Node> roots_;
    std::vector<JobParameter> job_parameters_;
    /// Of the tasks so far, with their places.
    std::map<std::string, std::size_t> names_;
};

}  // namespace

JobDefinition read_job(std::string_view text, const std::string& file_name, const JobContext& context,
                       const ReadFragment& read_fragment) {
    return JobReader(text, file_name, context, read_fragment).read();
}

}  // namespace errand
