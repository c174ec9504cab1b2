#pragma once

#include <memory>

#include "store/database.hpp"
#include "store/store.hpp"

namespace errand {

/// The store in a database that speaks SQL: what each member does is in the file for its subject, this puts the
/// transactions around it.
class SqlStore final : public Store {
public:
    /// Lifetime: `clock` outlives it.
    SqlStore(std::unique_ptr<Database> database, const Clock& clock) : database_(std::move(database)), clock_(clock) {}

    Admission begin_run(const NewRun& run) override;
    Admission try_start(const std::string& run) override;
    void record(const std::string& run, std::span<const Change> changes) override;
    bool request_cancel(const std::string& run, const std::string& by) override;
    std::optional<CancelRequest> cancel_request(const std::string& run) override;
    std::vector<RunRecord> unfinished_runs(const std::string& host_key) override;
    bool mark_lost(const std::string& run, const std::string& reason) override;
    std::vector<RunRecord> history(const HistoryFilter& filter) override;
    std::optional<RunRecord> last_run(const std::string& job, std::optional<RunState> state) override;
    std::optional<RunRecord> find_run(const std::string& id_or_beginning) override;
    Value definition(const std::string& run) override;
    std::vector<TaskRecord> tasks(const std::string& run) override;
    std::vector<AttemptRecord> attempts(const std::string& run) override;
    std::vector<CheckpointRecord> checkpoints(const std::string& run) override;
    std::optional<RunRecord> retry_of(const std::string& run) override;
    std::vector<std::string> prune(const Retention& retention) override;
    std::vector<std::string> remove(std::span<const std::string> runs) override;
    std::vector<std::string> unknown_runs(std::span<const std::string> runs) override;
    std::vector<std::string> check_integrity() override;

private:
    template <class Read>
    auto reading(Read read);
    template <class Write>
    auto writing(Durability durability, Write write);

    std::unique_ptr<Database> database_;
    const Clock& clock_;
};

}  // namespace errand
