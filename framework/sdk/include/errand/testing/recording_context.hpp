#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "errand/task_context.hpp"
#include "errand/task_description.hpp"
#include "errand/testing/fake_authorizer.hpp"
#include "errand/testing/scripted_http_client.hpp"

namespace errand::testing {

struct LogLine {
    LogLevel level = LogLevel::info;
    std::string message;

    friend bool operator==(const LogLine& a, const LogLine& b) { return a.level == b.level && a.message == b.message; }
};

/// What a test gives to a task, apart from its parameters. Outlives the runs.
struct Surroundings {
    ScriptedHttpClient http;
    /// What the task type declares, and what the test names as a job would.
    std::vector<ScopeDescription> scopes;
    /// One for each resource server of `scopes`.
    std::map<std::string, std::unique_ptr<FakeAuthorizer>, std::less<>> authorizers;
    /// Base URLs by service.
    std::map<std::string, std::string, std::less<>> services;
    RunFacts run;
    std::atomic<bool> is_cancelled = false;
    /// The sleep_for() during which the run asks the task to stop, from 1; 0 for none.
    std::size_t cancelled_sleep = 0;
    /// What TaskContext::save_checkpoint() kept last, over all runs.
    std::optional<Value> checkpoint;
    /// The save_checkpoint() that cannot be kept, from 1; 0 for none.
    std::size_t refused_checkpoint = 0;
};

/// A TaskContext that keeps what the task does with it.
class RecordingContext final : public TaskContext {
public:
    RecordingContext(const TaskDescription& description, Parameters parameters, Surroundings& surroundings)
        : description_(description), parameters_(std::move(parameters)), surroundings_(surroundings) {}

    const Parameters& parameters() const override { return parameters_; }

    AccessTokenAuthorizer& authorizer(std::string_view resource_server) override {
        const std::vector<ScopeDescription>& scopes = surroundings_.scopes;
        if (scopes.empty()) throw Error("task '" + description_.name + "' declares no scopes");
        if (resource_server.empty()) resource_server = scopes.front().resource_server;
        const auto found = surroundings_.authorizers.find(resource_server);
        if (found == surroundings_.authorizers.end())
            throw Error("task '" + description_.name + "' declares no scopes at '" + std::string(resource_server) +
                        "'");
        return *found->second;
    }
    std::vector<std::string> resource_servers() const override {
        std::vector<std::string> servers;
        for (const ScopeDescription& scopes : surroundings_.scopes) servers.push_back(scopes.resource_server);
        return servers;
    }
    HttpClient& http() override { return surroundings_.http; }
    std::string service_url(std::string_view service) const override {
        const auto found = surroundings_.services.find(service);
        if (found == surroundings_.services.end())
            throw Error("the provider knows no service '" + std::string(service) + "'");
        return found->second;
    }

    void log(LogLevel level, std::string_view message) override {
        const std::lock_guard<std::mutex> lock(mutex_);
        log_.push_back({level, std::string(message)});
    }
    std::ostream& output() override { return output_; }
    void set_output(std::string_view name, Value value) override {
        for (const OutputDescription& output : description_.outputs) {
            if (output.name != name) continue;
            const std::lock_guard<std::mutex> lock(mutex_);
            outputs_[output.name] = std::move(value);
            return;
        }
        throw Error("task '" + description_.name + "' declares no output '" + std::string(name) + "'");
    }
    void report_progress(const Progress& progress) override {
        const std::lock_guard<std::mutex> lock(mutex_);
        progress_.push_back(progress);
    }

    void save_checkpoint(const Value& state) override {
        const std::lock_guard<std::mutex> lock(mutex_);
        checkpoints_.push_back(state);
        if (checkpoints_.size() == surroundings_.refused_checkpoint)
            throw ServiceUnreachable("the checkpoint cannot be kept for now");
        surroundings_.checkpoint = state;
    }
    std::optional<Value> checkpoint() const override {
        const std::lock_guard<std::mutex> lock(mutex_);
        return surroundings_.checkpoint;
    }

    bool is_cancelled() const override { return surroundings_.is_cancelled; }
    /// Does not wait.
    void sleep_for(std::chrono::milliseconds duration) override {
        const std::lock_guard<std::mutex> lock(mutex_);
        sleeps_.push_back(duration);
        if (sleeps_.size() == surroundings_.cancelled_sleep) {
            surroundings_.is_cancelled = true;
            surroundings_.http.cancel();
        }
        if (surroundings_.is_cancelled) throw Cancelled("the run asked the task to stop");
    }

    const RunFacts& run() const override { return surroundings_.run; }

    std::string printed() const { return output_.str(); }
    const Value::Map& outputs() const { return outputs_; }
    const std::vector<LogLine>& log_lines() const { return log_; }
    const std::vector<Progress>& progress() const { return progress_; }
    const std::vector<std::chrono::milliseconds>& sleeps() const { return sleeps_; }
    const std::vector<Value>& checkpoints() const { return checkpoints_; }

private:
    const TaskDescription& description_;
    const Parameters parameters_;
    Surroundings& surroundings_;
    mutable std::mutex mutex_;
    std::ostringstream output_;
    Value::Map outputs_;
    std::vector<LogLine> log_;
    std::vector<Progress> progress_;
    std::vector<std::chrono::milliseconds> sleeps_;
    std::vector<Value> checkpoints_;
};

}  // namespace errand::testing
