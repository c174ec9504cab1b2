#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "errand/outcome.hpp"
#include "errand/secret.hpp"
#include "errand/task_context.hpp"
#include "protocol/description_codec.hpp"
#include "protocol/frame.hpp"

namespace errand {

/// A token on its way to the task that declared its scopes. All that a task ever holds of credentials.
struct TokenGrant {
    std::string resource_server;
    Secret token;
    std::string client_id;
    /// Space-separated.
    std::string scopes;
    Clock::CalendarTime expires_at;
    /// How long the task may use it before it asks for the next. A duration, since steady clocks aren't shared.
    std::chrono::milliseconds renew_after{0};
};

/// How the task's HTTP client is set up: resolved by the supervisor, for a task has no environment to read.
struct HttpLimits {
    std::chrono::milliseconds timeout{60'000};
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds tls_timeout{10'000};
    std::chrono::milliseconds first_byte_timeout{30'000};
    /// The certificate authorities to trust, as PEM; empty: those of the directory.
    std::string ca_file;
    std::string ca_directory;
    /// All that has to be open to a task for these two: absolute paths.
    std::vector<std::string> ca_places;
    bool loopback_only = false;
    int max_retries = 4;
    /// May hold a password; empty: no proxy.
    Secret proxy;
    std::vector<std::string> no_proxy;
};

/// Supervisor to task, first and once.
struct StartAttempt {
    std::string library;
    std::string task_type;
    Value::Map parameters;
    /// The parameters that are secret.
    std::map<std::string, Secret, std::less<>> secrets;
    RunFacts run;
    std::vector<TokenGrant> tokens;
    /// Base URLs by service name.
    std::map<std::string, std::string, std::less<>> services;
    HttpLimits http;
    /// Absolute paths.
    FileAccess files;
    /// How many files each of its processes may have open; zero: as many as errand itself.
    std::int64_t open_files = 0;
    /// What an earlier attempt kept.
    std::optional<Value> checkpoint = {};
};

/// Supervisor to task: no token can be had.
struct TokenRefusal {
    enum class Reason { credentials, unreachable, configuration, state };

    std::string resource_server;
    Reason reason = Reason::credentials;
    std::string message;
};

/// Supervisor to task: what became of a Checkpoint.
struct CheckpointAnswer {
    /// Why it is not kept; empty: it is.
    std::string trouble;
};

using SupervisorMessage = std::variant<StartAttempt, TokenGrant, TokenRefusal, CheckpointAnswer>;

/// Task to supervisor: asks for a token, answered by one TokenGrant or TokenRefusal for that resource server.
struct TokenRequest {
    std::string resource_server;
    /// A token that a service answered 401 to; empty when it is merely about to expire.
    Secret rejected;
    /// All scopes that services asked for so far in addition, for the supervisor to judge.
    std::vector<std::string> asked_scopes = {};
};

/// Task to supervisor: a state to be kept, answered by one CheckpointAnswer.
struct Checkpoint {
    Value state;
};

struct LogLine {
    LogLevel level = LogLevel::info;
    std::string text;
};

struct OutputValue {
    std::string name;
    Value value;
};

/// The last of the task's messages is an Outcome, or says why its library may not be used.
using TaskMessage = std::variant<TokenRequest, Checkpoint, LogLine, Progress, OutputValue, Outcome, LibraryRefusal>;

/// A frame ready to send.
/// \throws ProtocolError if the message is larger than a frame may be.
std::string encode(const SupervisorMessage& message);
std::string encode(const TaskMessage& message);

/// \throws ProtocolError if `payload` is not a message of that direction, saying what is wrong.
SupervisorMessage decode_supervisor_message(std::string_view payload);
TaskMessage decode_task_message(std::string_view payload);

}  // namespace errand
