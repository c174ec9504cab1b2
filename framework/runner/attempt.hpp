#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/poll_set.hpp"
#include "runner/attempt_process.hpp"
#include "runner/attempt_result.hpp"
#include "runner/attempt_settings.hpp"
#include "runner/output_pump.hpp"
#include "runner/task_channel.hpp"
#include "runner/token_fetcher.hpp"
#include "runner/token_request_policy.hpp"
#include "runner/verdict.hpp"

namespace errand {

/// A task that is run once, in a process tree of its own of which nothing is left afterwards.
///
/// It never waits: whoever runs it calls add_waits(), waits until one of these is ready or wake_at() has come, and
/// calls proceed(), until it is over. Thread-safety: none. Lifetime: `request`, `settings` and `world` outlive it.
class Attempt {
public:
    /// Starts its process. \throws std::system_error if that, or its working directory, cannot be made.
    Attempt(const AttemptRequest& request, const AttemptSettings& settings, const AttemptWorld& world);

    void add_waits(PollSet& waits);
    Clock::SteadyTime wake_at() const;
    void proceed(const PollSet& waits);

    /// Asks the task to end, or ends it at once if it has been asked before.
    void cancel(const std::string& why);
    /// Asks the task to end, since the run may take no longer.
    void time_out(const std::string& why) { end({AttemptState::timed_out, why}); }

    bool is_over() const { return end_ && (is_output_thrown_away_ || (has_heard_all_ && pump_.is_done())); }
    /// Of one that is over. No secret is in it.
    AttemptResult result();
    /// What the task keeps for whoever tries it again.
    const std::optional<Value>& checkpoint() const { return checkpoint_; }

private:
    void request_tokens();
    void start_if_ready();

    bool is_log_full() const { return world_.observer.log_outlet().is_full(); }
    bool has_said_too_much() const {
        return limits_.output && pump_.total() + channel_.bytes_received() + task_.errors.cost() > *limits_.output;
    }
    /// Whether a verdict stands that makes whatever the task still says worthless.
    bool is_disregarded() const;
    void handle_ready(const PollSet& waits);
    void handle_credentials();
    void handle_token(SupervisorMessage answer);
    void handle_limits();
    void look_at_usage();
    void kill_for_limit(std::string why) { kill({AttemptState::failed, std::move(why), true}); }
    void handle_end();
    /// Reads what an attempt that has ended left in the socket and the pipe of its errors.
    void read_the_rest();

    /// These two are false when there is nothing to read for now.
    bool receive();
    bool read_error_output() {
        return task_.errors.read([this](std::string_view line) { log_error_output(line); });
    }
    void log_error_output(std::string_view line);
    /// Once, that the log has lost something.
    void tell_of_lost_log();
    void handle_message(TaskMessage message, std::size_t size);
    void handle(const TokenRequest& request);
    void handle(const Checkpoint& checkpoint);
    void answer_checkpoint();
    void handle(const LogLine& line) { log(line.level, redacted(line.text)); }
    void handle(const Progress& progress) {
        world_.observer.progressed(request_.task, {progress.done, progress.total, redacted(progress.what)});
    }
    void handle(const OutputValue& output);
    void handle(const Outcome& outcome) { outcome_ = outcome; }
    void handle(const LibraryRefusal& refusal) { kill({AttemptState::misconfigured, refusal.why}); }

    /// Asks the attempt to end, for the first reason given.
    void end(Verdict verdict);
    /// Ends the attempt at once.
    void kill(Verdict verdict);
    /// The attempt has ended, and nobody reads what is left of its output.
    void throw_output_away(Verdict verdict);
    std::string redacted(const std::string& text) const { return world_.redactor.redact(text); }
    void log(LogLevel level, std::string_view text);

    /// Where proceed() finds its answers in the set that add_waits() was given last.
    struct Places {
        std::size_t channel = 0;
        std::size_t output = 0;
        std::size_t errors = 0;
    };

    const AttemptRequest request_;
    const AttemptSettings& settings_;
    const AttemptWorld& world_;
    const Clock::SteadyTime began_;
    const ResourceLimits limits_;
    const std::chrono::milliseconds time_limit_;
    AttemptProcess task_;
    AttemptLog log_;
    OutputPump pump_;
    TaskChannel channel_;
    FirstCredentials credentials_;
    std::optional<TokenFetcher> fetcher_;
    bool has_started_ = false;
    bool has_told_of_lost_log_ = false;
    TokenRequestPolicy token_requests_;
    Value::Map outputs_;
    std::size_t outputs_size_ = 0;
    std::optional<Value> checkpoint_;
    /// Of a checkpoint that is not answered yet.
    std::optional<RunJournal::Ticket> unanswered_;
    std::optional<Outcome> outcome_;
    std::optional<Verdict> verdict_;
    std::optional<Clock::SteadyTime> kill_at_;
    std::optional<TaskProcess::End> end_;
    Clock::SteadyTime ended_;
    /// Whether nothing more is to be read, of an attempt that has ended, but what it printed.
    bool has_heard_all_ = false;
    bool is_output_thrown_away_ = false;
    Clock::SteadyTime next_sample_;
    Places places_;
};

}  // namespace errand
