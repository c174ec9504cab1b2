#include "store/admission.hpp"

#include <array>

#include "base/exit_code.hpp"
#include "store/columns.hpp"
#include "store/retries.hpp"
#include "store/run_rows.hpp"
#include "store/store_error.hpp"

namespace errand {

namespace {

using Answer = Admission::Answer;

constexpr std::array<std::string_view, 4> kOverlaps = {"skip", "queue", "replace", "allow"};

std::string_view to_string(Overlap overlap) { return kOverlaps[static_cast<std::size_t>(overlap)]; }

/// What keeps a run from starting.
struct Obstacle {
    std::string run;
    std::string reason;
};

/// A run that wants to start, as far as it matters here.
struct Candidate {
    std::string id;
    std::string job;
    bool is_alone = true;
    std::vector<Pool> pools;
};

/// Of another run of the job that is not over: `running` or `queued`, or nothing if there is none.
std::optional<std::pair<std::string, std::string>> unfinished_run(Database& database, const std::string& job,
                                                                  const std::string& but) {
    const auto rows = database.execute(
        "SELECT id, state FROM runs WHERE ended_at IS NULL AND job = $1 AND id <> $2 ORDER BY id LIMIT 1",
        {column(job), column(but)});
    if (rows.empty()) return std::nullopt;
    return std::pair(text(rows[0][0]), text(rows[0][1]));
}

std::optional<Obstacle> obstacle_in_job(Database& database, const Candidate& run) {
    if (!run.is_alone) return std::nullopt;
    const auto rows = database.execute(
        "SELECT id, state FROM runs WHERE ended_at IS NULL AND job = $1 AND id <> $2"
        " AND (state = 'running' OR (id < $2 AND cancel_requested_at IS NULL)) ORDER BY id LIMIT 1",
        {column(run.job), column(run.id)});
    if (rows.empty()) return std::nullopt;
    const std::string& other = text(rows[0][0]);
    return Obstacle{other, "waits for run " + other + " of this job, which is " + text(rows[0][1])};
}

/// Those who are in the pool, and those who wait for it and come first. One that waits for its own job, too, is none of
/// these: else a pool would stand empty for it.
std::optional<Obstacle> obstacle_in_pool(Database& database, const std::string& run, const Pool& pool) {
    const auto rows = database.execute(
        "SELECT r.id, r.state FROM pool_places p JOIN runs r ON r.id = p.run_id"
        " WHERE p.pool = $1 AND r.id <> $2 AND r.ended_at IS NULL"
        " AND (r.state = 'running'"
        " OR (r.id < $2 AND r.cancel_requested_at IS NULL AND (r.overlap = 'allow' OR NOT EXISTS"
        " (SELECT 1 FROM runs o WHERE o.ended_at IS NULL AND o.job = r.job AND o.id <> r.id"
        " AND (o.state = 'running' OR (o.id < r.id AND o.cancel_requested_at IS NULL))))))"
        " ORDER BY r.state DESC, r.id LIMIT $3",
        {column(pool.name), column(run), pool.size});
    if (static_cast<std::int64_t>(rows.size()) < pool.size) return std::nullopt;
    const std::string& other = text(rows[0][0]);
    const std::string whom =
        rows.size() == 1 ? "run " + other : std::to_string(rows.size()) + " runs, run " + other + " among them";
    return Obstacle{other, "waits for a place in the pool '" + pool.name + "' behind " + whom};
}

std::optional<Obstacle> obstacle(Database& database, const Candidate& run) {
    if (auto found = obstacle_in_job(database, run)) return found;
    for (const Pool& pool : run.pools)
        if (auto found = obstacle_in_pool(database, run.id, pool)) return found;
    return std::nullopt;
}

/// Nothing when the run has its slot, or wants none.
std::optional<Admission> claim_slot(Database& database, const NewRun& run, StoreTime now) {
    // A run that does another one over goes on in its slot.
    if (!run.scheduled_for || run.retry_of) return std::nullopt;
    const auto claimed = database.execute(
        "INSERT INTO slots (job, scheduled_for, run_id, claimed_at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT DO NOTHING RETURNING run_id",
        {column(run.job), column(run.scheduled_for), column(run.id), column(now)});
    if (!claimed.empty()) return std::nullopt;
    const auto holder = database.execute("SELECT run_id FROM slots WHERE job = $1 AND scheduled_for = $2",
                                         {column(run.job), column(run.scheduled_for)});
    const std::string& other = text(holder.at(0)[0]);
    return Admission{Answer::slot_taken, other, "run " + other + " has this slot"};
}

/// When a run was queued, in the order in which runs came: `now`, unless the clock was set back since others did; then
/// a millisecond later than the newest, which is as fine as ids are.
StoreTime place_in_order(Database& database, StoreTime now) {
    const auto newest = optional_time(database.execute("SELECT max(queued_at) FROM runs").at(0)[0]);
    return newest && *newest >= now ? *newest + std::chrono::milliseconds(1) : now;
}

void insert_run(Database& database, const NewRun& run, const Admission& admission, StoreTime now) {
    const bool is_started = admission.answer == Answer::started;
    const bool is_skipped = admission.answer == Answer::skipped;
    const RunState state = is_started ? RunState::running : is_skipped ? RunState::skipped : RunState::queued;
    database.execute(
        "INSERT INTO runs (id, job, scheduled_for, overlap, state, reason, queued_at, began_at, ended_at, exit_code,"
        " host_name, host_key, started_by, parameters, definition, retry_of)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        {column(run.id), column(run.job), column(run.scheduled_for), column(to_string(run.overlap)),
         column(to_string(state)), column(admission.reason), column(place_in_order(database, now)),
         is_started ? column(now) : SqlValue(), is_skipped ? column(now) : SqlValue(),
         is_skipped ? SqlValue(std::int64_t{static_cast<int>(ExitCode::not_started)}) : SqlValue(),
         column(run.host_name), column(run.host_key), column(run.trigger), column(run.parameters),
         column(run.definition), column(run.retry_of)});
    if (is_skipped) return;
    for (const Pool& pool : run.pools)
        database.execute("INSERT INTO pool_places (pool, run_id, size) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                         {column(pool.name), column(run.id), pool.size});
}

void ask_others_to_end(Database& database, const NewRun& run, StoreTime now) {
    database.execute(
        "UPDATE runs SET cancel_requested_at = $1, cancel_requested_by = $2"
        " WHERE ended_at IS NULL AND job = $3 AND id <> $4 AND cancel_requested_at IS NULL",
        {column(now), column("run " + run.id + ", which replaces it"), column(run.job), column(run.id)});
}

Admission judge(Database& database, const NewRun& run) {
    if (run.overlap == Overlap::skip) {
        if (const auto other = unfinished_run(database, run.job, run.id))
            return {Answer::skipped, other->first, "run " + other->first + " of this job is still " + other->second};
    }
    const auto found = obstacle(database, {run.id, run.job, run.overlap != Overlap::allow, run.pools});
    return found ? Admission{Answer::queued, found->run, found->reason} : Admission{};
}

/// The answer to a run that is recorded already: the first answer got lost on its way.
std::optional<Admission> earlier_answer(Database& database, const NewRun& run, StoreTime now) {
    const auto rows = database.execute(std::string(kSelectRun) + "WHERE id = $1", {column(run.id)});
    if (rows.empty()) return std::nullopt;
    const RunRecord record = run_record(rows[0]);
    if (record.job != run.job || record.host_key != run.host_key)
        throw StoreUnusable(database.name() + " has another run with the id " + run.id + "; begin again with a new id");
    if (record.state == RunState::running) return Admission{};
    if (record.state == RunState::skipped) return Admission{Answer::skipped, "", record.reason};
    return admit_queued(database, run.id, now);
}

std::vector<Pool> pools_of(Database& database, const std::string& run) {
    std::vector<Pool> pools;
    for (const SqlRow& row :
         database.execute("SELECT pool, size FROM pool_places WHERE run_id = $1 ORDER BY pool", {column(run)}))
        pools.push_back({text(row[0]), integer(row[1])});
    return pools;
}

}  // namespace

Admission admit(Database& database, const NewRun& run, StoreTime now) {
    if (!is_run_id(run.id)) throw StoreUnusable(database.name() + " takes no run with the id '" + run.id + "'");
    if (const auto earlier = earlier_answer(database, run, now)) return *earlier;
    if (run.retry_of)
        if (const auto reason = reason_not_to_retry(database, run)) return {Answer::skipped, *run.retry_of, *reason};
    if (const auto taken = claim_slot(database, run, now)) return *taken;
    if (run.overlap == Overlap::replace) ask_others_to_end(database, run, now);
    const Admission admission = judge(database, run);
    if (run.retry_of && admission.answer == Answer::skipped) return admission;
    insert_run(database, run, admission, now);
    if (run.retry_of) take_over(database, run, now);
    return admission;
}

Admission admit_queued(Database& database, const std::string& run, std::optional<StoreTime> now) {
    const auto rows = database.execute(
        "SELECT state, reason, job, overlap, cancel_requested_by FROM runs WHERE id = $1", {column(run)});
    if (rows.empty()) throw StoreUnusable(database.name() + " has no run '" + run + "'");
    const SqlRow& row = rows[0];
    const RunState state = run_state(text(row[0])).value_or(RunState::lost);
    if (state == RunState::running) return {};
    if (state != RunState::queued) return {Answer::over, "", text(row[1])};
    if (row[4]) return {Answer::cancelled, "", "cancelled by " + *row[4]};
    const auto found = obstacle(database, {run, text(row[2]), text(row[3]) != "allow", pools_of(database, run)});
    if (found) return {Answer::queued, found->run, found->reason};
    if (now)
        database.execute("UPDATE runs SET state = 'running', reason = '', began_at = $1 WHERE id = $2",
                         {column(*now), column(run)});
    return {};
}

void leave_pools(Database& database, const std::string& run) {
    database.execute("DELETE FROM pool_places WHERE run_id = $1", {column(run)});
}

}  // namespace errand
