#include "store/pruning.hpp"

#include <algorithm>
#include <set>

#include "store/columns.hpp"
#include "store/run_rows.hpp"

namespace errand {

namespace {

/// So few that nobody waits for long, and so many that it is soon done.
constexpr std::int64_t kStep = 500;

/// Removes what a condition on runs selects, step by step, and adds the ids to `removed`.
void remove_where(Database& database, const std::string& condition, std::vector<SqlValue> values,
                  std::vector<std::string>& removed) {
    const std::string limit = "$" + std::to_string(values.size() + 1);
    values.emplace_back(kStep);
    for (std::size_t count = kStep; count == static_cast<std::size_t>(kStep);) {
        Transaction transaction(database, Durability::process);
        database.exclude_others();
        const auto rows = database.execute("DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE " + condition +
                                               " AND ended_at IS NOT NULL LIMIT " + limit + ") RETURNING id",
                                           values);
        transaction.commit();
        for (const SqlRow& row : rows) removed.push_back(run_id(row[0]));
        count = rows.size();
    }
}

/// The first name of a job that comes behind `job`; NULL when there is none. A step through the index.
SqlColumn next_job(Database& database, const std::string& job) {
    return database.execute("SELECT min(job) FROM runs WHERE job > $1", {column(job)}).at(0)[0];
}

void remove_beyond(Database& database, const std::string& job, std::size_t count, std::vector<std::string>& removed) {
    const auto first = database.execute(
        "SELECT queued_at, id FROM runs WHERE job = $1 ORDER BY queued_at DESC, id DESC LIMIT 1 OFFSET $2",
        {column(job), static_cast<std::int64_t>(count)});
    if (first.empty()) return;
    remove_where(database, "job = $1 AND (queued_at, id) <= ($2, $3)",
                 {column(job), integer(first[0][0]), column(text(first[0][1]))}, removed);
}

std::set<std::string> known_runs(Database& database, std::span<const std::string> runs) {
    std::string places;
    std::vector<SqlValue> values;
    for (const std::string& run : runs) {
        values.push_back(column(run));
        places += (places.empty() ? "$" : ", $") + std::to_string(values.size());
    }
    std::set<std::string> known;
    for (const SqlRow& row : database.execute("SELECT id FROM runs WHERE id IN (" + places + ")", values))
        known.insert(run_id(row[0]));
    return known;
}

}  // namespace

std::vector<std::string> prune(Database& database, const Retention& retention, StoreTime now) {
    std::vector<std::string> removed;
    if (retention.max_age) remove_where(database, "ended_at < $1", {column(now - *retention.max_age)}, removed);
    if (!retention.max_runs_per_job) return removed;
    for (SqlColumn job = next_job(database, ""); job; job = next_job(database, *job))
        remove_beyond(database, *job, *retention.max_runs_per_job, removed);
    return removed;
}

std::vector<std::string> remove_runs(Database& database, std::span<const std::string> runs) {
    std::vector<std::string> removed;
    for (const std::string& run : runs) remove_where(database, "id = $1", {column(run)}, removed);
    return removed;
}

std::vector<std::string> unknown_runs(Database& database, std::span<const std::string> runs) {
    std::vector<std::string> unknown;
    while (!runs.empty()) {
        const auto step = runs.first(std::min(runs.size(), static_cast<std::size_t>(kStep)));
        const std::set<std::string> known = known_runs(database, step);
        for (const std::string& run : step)
            if (!known.contains(run)) unknown.push_back(run);
        runs = runs.subspan(step.size());
    }
    return unknown;
}

}  // namespace errand
