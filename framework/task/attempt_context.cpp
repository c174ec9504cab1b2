#include "task/attempt_context.hpp"

#include <algorithm>
#include <iostream>

#include "base/logger.hpp"
#include "errand/json.hpp"

namespace errand {

AttemptContext::AttemptContext(StartAttempt start, const TaskDescription& description, Channel& channel,
                               const Cancellation& cancellation, const Clock& clock, HttpClient& http)
    : channel_(channel),
      cancellation_(cancellation),
      http_(http),
      facts_(start),
      outputs_(description.outputs),
      checkpoint_(std::move(start.checkpoint)) {
    for (TokenGrant& grant : start.tokens) {
        const std::string server = grant.resource_server;
        authorizers_[server] = std::make_unique<ChannelAuthorizer>(std::move(grant), channel, clock);
    }
}

AccessTokenAuthorizer& AttemptContext::authorizer(std::string_view resource_server) {
    const std::vector<std::string> servers = facts_.resource_servers();
    if (resource_server.empty() && !servers.empty()) resource_server = servers.front();
    const auto found = authorizers_.find(resource_server);
    if (found != authorizers_.end()) return *found->second;
    if (resource_server.empty()) throw Error("the task type declares no scopes, so it has no authorizer");
    throw Error("the task type declares no scopes at '" + std::string(resource_server) + "'");
}

void AttemptContext::log(LogLevel level, std::string_view message) {
    channel_.send(LogLine{level, printable(message)});
}

std::ostream& AttemptContext::output() { return std::cout; }

void AttemptContext::set_output(std::string_view name, Value value) {
    const bool is_declared = std::any_of(outputs_.begin(), outputs_.end(),
                                         [&](const OutputDescription& output) { return output.name == name; });
    if (!is_declared) throw Error("the task type declares no output called '" + std::string(name) + "'");
    channel_.send(OutputValue{std::string(name), std::move(value)});
}

void AttemptContext::save_checkpoint(const Value& state) {
    if (const std::size_t size = to_json(state).size(); size > kLargestCheckpoint)
        throw ValueError("a checkpoint has at most " + std::to_string(kLargestCheckpoint) +
                         " bytes as JSON, and this " + std::to_string(size) +
                         ": keep a name or a number, and the rest in a file");
    const std::lock_guard lock(checkpoint_mutex_);
    const SupervisorMessage answer = channel_.ask(Checkpoint{state});
    const auto* kept = std::get_if<CheckpointAnswer>(&answer);
    if (!kept) throw ProtocolError("the supervisor answered a checkpoint with something else");
    if (!kept->trouble.empty()) throw ServiceUnreachable(kept->trouble);
    checkpoint_ = state;
}

std::optional<Value> AttemptContext::checkpoint() const {
    const std::lock_guard lock(checkpoint_mutex_);
    return checkpoint_;
}

void AttemptContext::report_progress(const Progress& progress) { channel_.send(progress); }

}  // namespace errand
