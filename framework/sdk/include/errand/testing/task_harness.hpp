#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "errand/abi.hpp"
#include "errand/testing/parameter_check.hpp"
#include "errand/testing/recording_context.hpp"

namespace errand::testing {

/// All that came of one run of a task.
struct TaskResult {
    Outcome outcome;
    /// What it wrote to TaskContext::output().
    std::string printed;
    Value::Map outputs;
    std::vector<LogLine> log;
    std::vector<Progress> progress;
    /// The sleeps that it asked for. None of them took any time.
    std::vector<std::chrono::milliseconds> sleeps;
    /// What it gave to TaskContext::save_checkpoint(), in order.
    std::vector<Value> checkpoints;
};

/// Runs the task type `T` in this process, with what the test gives it.
///
/// Lifetime: the authorizers and the HTTP client are the harness's; requests and renewals add up over several runs.
template <class T>
class TaskHarness {
public:
    /// \throws Error if T::describe() throws, or if errand would refuse what it says.
    TaskHarness() {
        std::string error;
        if (!type_.describe(description_, error)) throw Error("describe() threw: " + error);
        abi::DescriptionCheck(description_).run();
        for (const ScopeDescription& declared : description_.scopes) scopes(declared.resource_server, declared.scopes);
        surroundings_.run = {"test-job", description_.name, "test-run", 1, {}};
    }

    /// Gives a parameter, in the form in which the task gets it: a size in bytes, a duration in milliseconds or as one
    /// of std::chrono, a secret as text.
    TaskHarness& parameter(std::string name, Value value) {
        given_[std::move(name)] = std::move(value);
        return *this;
    }
    /// Names scopes as a job does in its `scopes`: in place of those that the task type declares at this resource
    /// server, or besides.
    TaskHarness& scopes(std::string resource_server, std::vector<std::string> scope_strings) {
        auto& all = surroundings_.scopes;
        const auto found = std::find_if(all.begin(), all.end(), [&](const ScopeDescription& known) {
            return known.resource_server == resource_server;
        });
        if (found != all.end()) {
            found->scopes = std::move(scope_strings);
            return *this;
        }
        surroundings_.authorizers.emplace(resource_server, std::make_unique<FakeAuthorizer>(resource_server));
        all.push_back({std::move(resource_server), std::move(scope_strings)});
        return *this;
    }
    /// Lets the task's provider know a service: TaskContext::service_url() then gives `base_url` with a final slash.
    TaskHarness& service(std::string name, std::string base_url) {
        if (base_url.empty() || base_url.back() != '/') base_url += '/';
        surroundings_.services[std::move(name)] = std::move(base_url);
        return *this;
    }

    ScriptedHttpClient& http() { return surroundings_.http; }
    /// The authorizer for a resource server that the task type declares or scopes() names; for the first one when
    /// empty. \throws Error if there is no such.
    FakeAuthorizer& authorizer(std::string_view resource_server = {}) {
        if (resource_server.empty() && !surroundings_.scopes.empty())
            resource_server = surroundings_.scopes.front().resource_server;
        const auto found = surroundings_.authorizers.find(resource_server);
        if (found == surroundings_.authorizers.end())
            throw Error("task '" + description_.name + "' declares no scopes at '" + std::string(resource_server) +
                        "'");
        return *found->second;
    }
    /// What TaskContext::run() tells; the test may change it.
    RunFacts& run_facts() { return surroundings_.run; }
    const TaskDescription& description() const { return description_; }

    /// Asks the task to stop: before run(), or from within an AnswerScript::answer_with().
    void cancel() {
        surroundings_.is_cancelled = true;
        surroundings_.http.cancel();
    }
    /// Asks the task to stop during its `nth` sleep_for(), from 1.
    void cancel_in_sleep(std::size_t nth) { surroundings_.cancelled_sleep = nth; }

    /// What the task finds as its checkpoint. One run's stays for the next, as it does for the next attempt.
    TaskHarness& checkpoint(Value state) {
        surroundings_.checkpoint = std::move(state);
        return *this;
    }
    /// Has the task's `nth` save_checkpoint() in a run fail, from 1: errand cannot keep it.
    void refuse_checkpoint(std::size_t nth) { surroundings_.refused_checkpoint = nth; }

    /// Makes a task and runs it through the same boundary as errand does, so that an exception becomes an outcome.
    /// \throws ValueError for parameters that errand would refuse; ScriptError if an HTTP answer was missing.
    TaskResult run() {
        Parameters parameters = checked_parameters(description_, given_);
        grant_scopes(parameters.values());
        RecordingContext context(description_, std::move(parameters), surroundings_);
        Outcome outcome = with_task([&](Task& task, Outcome& ended) { type_.run(task, context, ended); });
        if (const auto error = surroundings_.http.script_error()) throw ScriptError(*error);
        return {std::move(outcome), context.printed(), context.outputs(),    context.log_lines(),
                context.progress(), context.sleeps(),  context.checkpoints()};
    }

    /// What a dry run shows of the task: the message of a success is what Task::preview() gives. The task is given the
    /// secrets as they are.
    /// \throws ValueError for parameters that errand would refuse.
    Outcome preview() {
        const RecordingContext facts(description_, checked_parameters(description_, given_), surroundings_);
        return with_task([&](Task& task, Outcome& outcome) { type_.preview(task, facts, outcome); });
    }

private:
    template <class Work>
    Outcome with_task(Work&& work) const {
        std::string error;
        const std::unique_ptr<Task, void (*)(Task*) noexcept> task(type_.create(error), type_.destroy);
        if (!task) return Outcome::failure(std::move(error));
        Outcome outcome;
        work(*task, outcome);
        return outcome;
    }

    void grant_scopes(const Value::Map& parameters) {
        for (const ScopeDescription& server : surroundings_.scopes) {
            std::string granted;
            for (const std::string& scope : server.scopes)
                granted += (granted.empty() ? "" : " ") + filled_in(scope, parameters);
            surroundings_.authorizers.find(server.resource_server)->second->set_scopes(std::move(granted));
        }
    }

    const abi::TaskType type_ = abi::task_type<T>();
    TaskDescription description_;
    Value::Map given_;
    Surroundings surroundings_;
};

}  // namespace errand::testing
