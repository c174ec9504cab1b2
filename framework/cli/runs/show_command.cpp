#include <algorithm>
#include <map>
#include <ostream>
#include <utility>

#include "base/logger.hpp"
#include "cli/columns.hpp"
#include "cli/local_time.hpp"
#include "cli/run_values.hpp"
#include "cli/runs/opened_records.hpp"
#include "cli/runs/timeline.hpp"
#include "errand/json.hpp"

namespace errand {

namespace {

/// What fits behind the other columns of a wide terminal.
constexpr std::size_t kLongestMessage = 120;

/// Shows a run to people.
class RunView {
public:
    RunView(Store& store, const RunRecord& run, const Clock& clock)
        : run_(run),
          definition_(store.definition(run.id)),
          tasks_(in_order_of_job(store.tasks(run.id))),
          attempts_(store.attempts(run.id)),
          begin_(run.began_at.value_or(run.queued_at)),
          end_(run.ended_at.value_or(clock.now())) {}

    void print(std::ostream& out) const {
        print_head(out);
        if (!tasks_.empty()) print_tasks(out);
        print_attempts(out);
        print_outputs(out);
    }

private:
    std::vector<TaskRecord> in_order_of_job(std::vector<TaskRecord> tasks) const {
        std::map<std::string, std::size_t> places;
        if (const Value* all = definition_.find("tasks"))
            for (const Value& task : all->list()) places.emplace(task.find("name")->text(), places.size());
        std::stable_sort(tasks.begin(), tasks.end(), [&](const TaskRecord& a, const TaskRecord& b) {
            return std::pair(places[a.key.task], a.key.item) < std::pair(places[b.key.task], b.key.item);
        });
        return tasks;
    }

    /// A reason such as "cancelled by ada on beamline-3" says the state, too.
    std::string outcome() const {
        const std::string state(to_string(run_.state));
        if (run_.reason.empty()) return state;
        return run_.reason.starts_with(state) ? run_.reason : state + ", " + run_.reason;
    }

    void print_head(std::ostream& out) const {
        out << "run " << run_.id << " of " << printable(run_.job) << ": " << printable(outcome()) << '\n';
        std::vector<std::vector<std::string>> rows;
        if (run_.scheduled_for) rows.push_back({"  scheduled for", local_time(*run_.scheduled_for)});
        rows.push_back({run_.began_at ? "  began" : "  queued", local_time(begin_)});
        if (run_.ended_at)
            rows.push_back(
                {"  ended", local_time(end_) + (run_.began_at ? ", after " + time_between(begin_, end_) : "")});
        rows.push_back({"  started", run_.trigger + " on " + run_.host_name});
        if (run_.retry_of) rows.push_back({"  does over", *run_.retry_of});
        if (run_.parameters.is_map() && !run_.parameters.map().empty())
            rows.push_back({"  parameters", printable(to_json(run_.parameters))});
        print_columns(out, rows);
    }

    void print_tasks(std::ostream& out) const {
        std::vector<std::vector<std::string>> rows = {
            {"TASK", "STATE", "NEEDS", "ATTEMPTS", "TOOK", "TIMELINE", "MESSAGE"}};
        for (const TaskRecord& task : tasks_) rows.push_back(row_of(task));
        out << '\n';
        print_columns(out, rows);
    }

    std::vector<std::string> row_of(const TaskRecord& task) const {
        const auto attempts = std::count_if(attempts_.begin(), attempts_.end(),
                                            [&](const AttemptRecord& attempt) { return attempt.key == task.key; });
        std::string took;
        std::string bar;
        constexpr std::size_t kWidth = 24;
        if (task.began_at) {
            const StoreTime ended = task.ended_at.value_or(end_);
            took = time_between(*task.began_at, ended);
            bar = timeline(begin_, end_, *task.began_at, ended, kWidth);
        }
        return {display_name(task.key),
                task.state,
                needs_of(task.key.task),
                std::to_string(attempts),
                took,
                "|" + (bar.empty() ? std::string(kWidth, ' ') : bar) + "|",
                printable(task.message, kLongestMessage)};
    }

    std::string needs_of(const std::string& name) const {
        std::string needs;
        const Value* tasks = definition_.find("tasks");
        if (!tasks) return needs;
        for (const Value& task : tasks->list())
            if (task.find("name")->text() == name)
                for (const Value& need : task.find("needs")->list()) needs += (needs.empty() ? "" : ",") + need.text();
        return needs;
    }

    /// Only where a task had several.
    void print_attempts(std::ostream& out) const {
        std::vector<std::vector<std::string>> rows;
        for (const AttemptRecord& attempt : attempts_)
            if (is_one_of_several(attempt))
                rows.push_back({"  " + display_name(attempt.key), std::to_string(attempt.attempt), attempt.state,
                                local_time(attempt.began_at), attempt.message});
        if (rows.empty()) return;
        out << "\nattempts\n";
        print_columns(out, rows);
    }

    bool is_one_of_several(const AttemptRecord& attempt) const {
        return std::count_if(attempts_.begin(), attempts_.end(),
                             [&](const AttemptRecord& other) { return other.key == attempt.key; }) > 1;
    }

    void print_outputs(std::ostream& out) const {
        constexpr std::size_t kLongest = 200;
        bool is_first = true;
        for (const TaskRecord& task : tasks_) {
            // Those of items are collected in their task's.
            if (!task.outputs.is_map() || task.key.item) continue;
            for (const auto& [name, value] : task.outputs.map()) {
                if (is_first) out << "\noutputs\n";
                is_first = false;
                out << "  " << printable(display_name(task.key) + "." + name) << " = "
                    << printable(to_json(value), kLongest) << '\n';
            }
        }
    }

    const RunRecord& run_;
    const Value definition_;
    const std::vector<TaskRecord> tasks_;
    const std::vector<AttemptRecord> attempts_;
    const StoreTime begin_;
    const StoreTime end_;
};

}  // namespace

ExitCode run(const ShowOptions& options, Session& session) {
    OpenedRecords records(session, options.sandbox);
    const RunRecord run = records.run(options.run);
    Store& store = records.store();
    if (options.json)
        session.out << to_json(to_value(run, store.tasks(run.id), store.attempts(run.id)), JsonStyle::indented) << '\n';
    else
        RunView(store, run, session.clock).print(session.out);
    return ExitCode::done;
}

}  // namespace errand
