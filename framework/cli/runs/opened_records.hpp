#pragma once

#include <memory>
#include <string>

#include "cli/installation.hpp"
#include "cli/run_records.hpp"
#include "cli/secret_reader.hpp"
#include "cli/session.hpp"
#include "store/store.hpp"

namespace errand {

/// The records of runs, for a command that looks at them or changes them.
///
/// Opening them marks runs of this host as lost whose supervisor is gone, and ends what is left of them.
/// Lifetime: the session outlives it.
class OpenedRecords {
public:
    /// \throws CommandError
    OpenedRecords(Session& session, bool is_sandboxed);

    Store& store() { return *store_; }
    const RunRecords& places() const { return places_; }
    const Settings& settings() const { return installation_.settings(); }

    /// A run by its id, by a beginning that no other has, or, where `run` is the name of a job, its newest.
    /// \throws CommandError (usage) if there is none, or `run` is empty; it says what there is
    RunRecord run(const std::string& run);

private:
    Installation installation_;
    const SecretReader secrets_;
    const RunRecords places_;
    const std::unique_ptr<Store> store_;
};

}  // namespace errand
