#pragma once

#include <filesystem>
#include <ostream>
#include <string>

#include "base/clock.hpp"
#include "base/outlet_buffer.hpp"
#include "base/redactor.hpp"
#include "cli/arguments.hpp"
#include "config/surroundings.hpp"

namespace errand {

/// The outside world as a command sees it. main() makes the one of the real world.
///
/// Lifetime: what it refers to outlives it.
struct Session {
    std::ostream& out;
    std::ostream& err;
    /// What `out` and `err` end in.
    OutletBuffer& out_outlet;
    OutletBuffer& err_outlet;
    /// Stands before both, and must be told of each secret and token before anything could print it. What is to be
    /// shown all the same is written to the outlet itself.
    Redactor& redactor;
    const Clock& clock;
    Surroundings surroundings;
    /// Where the program and what belongs to it are installed: the directory above its `bin`.
    std::filesystem::path prefix;
    /// `--config`; empty when it was not given.
    std::string config;
    bool verbose = false;
};

/// Each does what its name says and returns the code to end with.
/// \throws CommandError and what else is thrown below; main() says it.
ExitCode run(const RunOptions& options, Session& session);
ExitCode run(const RetryOptions& options, Session& session);
ExitCode run(const CheckOptions& options, Session& session);
ExitCode run(const PluginsOptions& options, Session& session);
ExitCode run(const SchemaOptions& options, Session& session);
ExitCode run(const SandboxArguments& arguments, Session& session);
ExitCode run(const NewPluginOptions& options, Session& session);
ExitCode run(const NewJobOptions& options, Session& session);
ExitCode run(const TokenListOptions& options, Session& session);
ExitCode run(const TokenFetchOptions& options, Session& session);
ExitCode run(const TokenRevokeOptions& options, Session& session);
ExitCode run(const TokenInspectOptions& options, Session& session);
ExitCode run(const DoctorOptions& options, Session& session);
ExitCode run(const HistoryOptions& options, Session& session);
ExitCode run(const ShowOptions& options, Session& session);
ExitCode run(const LogsOptions& options, Session& session);
ExitCode run(const CancelOptions& options, Session& session);
ExitCode run(const LostOptions& options, Session& session);
ExitCode run(const PruneOptions& options, Session& session);
ExitCode run(const CompletionOptions& options, Session& session);
ExitCode run(const CompleteOptions& options, Session& session);

}  // namespace errand
