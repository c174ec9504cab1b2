#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "base/event.hpp"
#include "errand/parameters.hpp"
#include "job/job_definition.hpp"
#include "protocol/messages.hpp"

namespace errand {

/// Reads what TaskDefinition::secrets refers to. May take long. \throws CommandError; Cancelled.
using ReadSecret = std::function<Secret(const Value& reference)>;

/// The tokens and the secret parameters that a task begins with.
///
/// Secrets are read on a thread of their own, since a command may be asked for one and the run has limits to watch.
/// Thread-safety: for one thread. Lifetime: what it is made of outlives it.
class FirstCredentials {
public:
    /// \param give_up what `read` gives up at
    /// \throws std::system_error
    FirstCredentials(const TaskDefinition& task, const ReadSecret& read, const Event& give_up);
    /// Gives up what is under way, and leaves `give_up` reset.
    ~FirstCredentials();
    FirstCredentials(const FirstCredentials&) = delete;
    FirstCredentials& operator=(const FirstCredentials&) = delete;

    /// Readable once the secrets are read, or cannot be; -1 when there are none to wait for.
    int descriptor() const { return has_secrets_ ? -1 : read_.descriptor(); }
    /// Takes the secrets if they are read. \throws CommandError saying why one cannot be had; Cancelled.
    void take_secrets();
    void add(TokenGrant token) { tokens_.push_back(std::move(token)); }

    bool are_complete() const { return has_secrets_ && tokens_.size() == wanted_tokens_; }
    /// Puts them into the first message.
    void move_into(StartAttempt& start);

private:
    using Result = std::variant<Parameters::Secrets, std::exception_ptr>;

    static Result read_all(const Value::Map& references, const ReadSecret& read);

    const std::size_t wanted_tokens_;
    const Event& give_up_;
    const Event read_;
    Result result_;
    std::vector<TokenGrant> tokens_;
    Parameters::Secrets secrets_;
    bool has_secrets_;
    /// Last, so that it starts when all else is there.
    std::thread thread_;
};

}  // namespace errand
