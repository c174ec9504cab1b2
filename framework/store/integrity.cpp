#include "store/integrity.hpp"

#include "store/columns.hpp"

namespace errand {

namespace {

/// What must never be, as a statement that gives a line for each time that it is.
constexpr const char* kContradictions[] = {
    R"(SELECT 'task ' || t.task || ' of run ' || r.id || ' is open, but the run is over'
       FROM tasks t JOIN runs r ON r.id = t.run_id WHERE t.ended_at IS NULL AND r.ended_at IS NOT NULL)",
    R"(SELECT 'an attempt of task ' || a.task || ' of run ' || r.id || ' is open, but the run is over'
       FROM attempts a JOIN runs r ON r.id = a.run_id WHERE a.ended_at IS NULL AND r.ended_at IS NOT NULL)",
    R"(SELECT 'run ' || r.id || ' is over, but holds a place in the pool ' || p.pool
       FROM pool_places p JOIN runs r ON r.id = p.run_id WHERE r.ended_at IS NOT NULL)",
    R"(SELECT 'runs ' || a.id || ' and ' || b.id || ' of job ' || a.job || ' are under way, but exclude each other'
       FROM runs a JOIN runs b ON b.job = a.job AND b.id > a.id WHERE a.ended_at IS NULL AND b.ended_at IS NULL
       AND a.state = 'running' AND b.state = 'running' AND a.overlap <> 'allow' AND b.overlap <> 'allow')",
    R"(SELECT 'run ' || r.id || ' has no claim on its slot'
       FROM runs r LEFT JOIN slots s ON s.job = r.job AND s.scheduled_for = r.scheduled_for AND s.run_id = r.id
       WHERE r.scheduled_for IS NOT NULL AND r.retry_of IS NULL AND s.run_id IS NULL)",
};

}  // namespace

std::vector<std::string> check_integrity(Database& database) {
    std::vector<std::string> found = database.find_damage(kMostFaults);
    if (!found.empty()) return found;  // What a damaged one says of its runs is no news.
    for (const char* contradiction : kContradictions) {
        const auto left = static_cast<std::int64_t>(kMostFaults - found.size());
        for (const SqlRow& row : database.execute(std::string(contradiction) + " LIMIT $1", {left}))
            found.push_back(text(row[0]));
    }
    return found;
}

}  // namespace errand
