#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "errand/task_context.hpp"
#include "errand/task_description.hpp"
#include "task/cancellation.hpp"
#include "task/channel.hpp"
#include "task/channel_authorizer.hpp"
#include "task/start_facts.hpp"

namespace errand {

/// The context of the one attempt that this process runs.
///
/// Lifetime: `channel`, `cancellation`, `clock` and `http` outlive it.
class AttemptContext final : public TaskContext {
public:
    AttemptContext(StartAttempt start, const TaskDescription& description, Channel& channel,
                   const Cancellation& cancellation, const Clock& clock, HttpClient& http);

    const Parameters& parameters() const override { return facts_.parameters(); }
    std::vector<std::string> resource_servers() const override { return facts_.resource_servers(); }
    std::string service_url(std::string_view service) const override { return facts_.service_url(service); }
    const RunFacts& run() const override { return facts_.run(); }
    AccessTokenAuthorizer& authorizer(std::string_view resource_server) override;
    HttpClient& http() override { return http_; }
    void log(LogLevel level, std::string_view message) override;
    std::ostream& output() override;
    void set_output(std::string_view name, Value value) override;
    void report_progress(const Progress& progress) override;
    void save_checkpoint(const Value& state) override;
    std::optional<Value> checkpoint() const override;
    bool is_cancelled() const override { return cancellation_.is_requested(); }
    void sleep_for(std::chrono::milliseconds duration) override { cancellation_.sleep_for(duration); }

private:
    Channel& channel_;
    const Cancellation& cancellation_;
    HttpClient& http_;
    const StartFacts facts_;
    std::vector<OutputDescription> outputs_;
    mutable std::mutex checkpoint_mutex_;
    std::optional<Value> checkpoint_;
    std::map<std::string, std::unique_ptr<ChannelAuthorizer>, std::less<>> authorizers_;
};

}  // namespace errand
