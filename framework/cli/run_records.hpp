#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/forward_clock.hpp"
#include "cli/installation.hpp"
#include "cli/secret_reader.hpp"
#include "cli/session.hpp"
#include "store/store.hpp"

namespace errand {

/// Where runs are recorded: the store, and the directories beside it.
///
/// Those of runs in a sandbox are apart from all others.
/// Lifetime: the session outlives it, the store included.
class RunRecords {
public:
    /// Makes the state directory. \throws CommandError with ExitCode::state if it cannot be used.
    RunRecords(const Session& session, const Settings& settings, bool is_sandboxed);

    /// Opens the store, which this object is to outlive. \throws StoreError; CommandError if its password cannot be
    /// read
    std::unique_ptr<Store> open(const SecretReader& secrets) const;

    /// For all times that are recorded. Lifetime: this object's.
    const Clock& clock() const { return clock_; }

    const std::filesystem::path& directory() const { return directory_; }
    /// With a directory for each run.
    std::filesystem::path runs() const { return directory_ / "runs"; }
    /// With a directory for each attempt that is under way.
    std::filesystem::path work() const { return directory_ / "work"; }

    /// How this host is called.
    const std::string& host_name() const { return host_name_; }
    /// What only this host, with this state directory, has.
    const std::string& host_key() const { return host_key_; }

private:
    const Session& session_;
    const StoreSettings& settings_;
    const bool is_sandboxed_;
    const ForwardClock clock_;
    const std::filesystem::path directory_;
    const std::string host_name_;
    const std::string host_key_;
};

/// Where the store is: where the settings say, or in a file of the state directory.
/// \param modules as StoreLocation has it
/// \throws CommandError if its password cannot be read
StoreLocation store_location(const StoreSettings& settings, const std::filesystem::path& directory,
                             const std::filesystem::path& modules, const SecretReader& secrets);

/// Ends the processes and removes the working directories that crashed runs of this host left, and marks these runs as
/// lost: what there is to tell of it, a line each. Costs little when there is nothing to do. \throws StoreError
std::vector<std::string> settle_crashed_runs(const RunRecords& places, Store& store);

/// "ada on beamline-3": who asks for something.
std::string this_user(const Session& session, const RunRecords& records);

}  // namespace errand
