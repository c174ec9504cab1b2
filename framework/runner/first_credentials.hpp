#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "errand/parameters.hpp"
#include "job/job_definition.hpp"
#include "protocol/messages.hpp"
#include "runner/background_work.hpp"

namespace errand {

/// Reads what TaskDefinition::secrets refers to. May take long. \throws CommandError; Cancelled.
/// Thread-safety: may be called concurrently.
using ReadSecret = std::function<Secret(const Value& reference)>;

/// The tokens and the secret parameters that a task begins with.
///
/// Secrets are read on a thread of their own, since a command may be asked for one and the run has limits to watch.
/// Thread-safety: for one thread. Lifetime: `read` outlives the `background`, which may still be at work when this has
/// gone.
class FirstCredentials {
public:
    /// \param references what TaskDefinition::secrets has
    /// \throws std::system_error
    FirstCredentials(const Value::Map& references, std::size_t wanted_tokens, const ReadSecret& read,
                     BackgroundWork& background);

    /// Readable once the secrets are read, or cannot be; -1 when there are none to wait for.
    int descriptor() const;
    /// Takes the secrets if they are read. \throws CommandError saying why one cannot be had; Cancelled.
    void take_secrets();
    void add(TokenGrant token) { tokens_.push_back(std::move(token)); }

    bool are_complete() const { return !reading_ && tokens_.size() == wanted_tokens_; }
    /// Puts them into the first message.
    void move_into(StartAttempt& start);

private:
    struct Reading;

    const std::size_t wanted_tokens_;
    /// Null when there is nothing to read, or all is read.
    std::shared_ptr<Reading> reading_;
    std::vector<TokenGrant> tokens_;
    Parameters::Secrets secrets_;
};

}  // namespace errand
