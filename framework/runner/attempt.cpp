#include "runner/attempt.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include "base/error.hpp"
#include "base/logger.hpp"
#include "base/process_tree.hpp"
#include "base/units.hpp"
#include "runner/attempt_process.hpp"
#include "runner/output_pump.hpp"
#include "runner/redacted_value.hpp"
#include "runner/task_channel.hpp"
#include "runner/token_fetcher.hpp"
#include "runner/token_request_policy.hpp"
#include "runner/verdict.hpp"

namespace errand {

namespace {

using std::chrono::milliseconds;

/// How often the memory of the attempt is looked at.
constexpr milliseconds kSampling(100);
/// How long after the grace time the attempt's init may take to report.
constexpr milliseconds kInitPatience(2000);
/// Of answers to the task, in bytes. It asks for one thing at a time.
constexpr std::size_t kMostUnread = 64 * 1024;

class Attempt {
public:
    Attempt(const AttemptRequest& request, const AttemptSettings& settings, const AttemptWorld& world);

    AttemptResult run();

private:
    void request_tokens();
    void start_if_ready();

    bool is_over() const;
    bool is_log_full() const { return world_.observer.log_outlet().is_full(); }
    void wait();
    milliseconds time_to_wait() const;
    bool has_said_too_much() const {
        return pump_.total() + channel_.bytes_received() + task_.errors.cost() > settings_.output_limit;
    }
    /// Whether a verdict stands that makes whatever the task still says worthless.
    bool is_disregarded() const;
    void handle_stop_signals();
    void handle_credentials();
    void handle_token(SupervisorMessage answer);
    void handle_limits();
    void handle_end();
    /// Reads what an attempt that has ended left in the socket and the pipe of its errors.
    void read_the_rest();

    /// These two are false when there is nothing to read for now.
    bool receive();
    bool read_error_output() {
        return task_.errors.read([this](std::string_view line) { log_error_output(line); });
    }
    void log_error_output(std::string_view line);
    void handle_message(TaskMessage message, std::size_t size);
    void handle(const TokenRequest& request);
    void handle(const LogLine& line) { log(line.level, redacted(line.text)); }
    void handle(const Progress& progress) {
        world_.observer.progressed(request_.task, {progress.done, progress.total, redacted(progress.what)});
    }
    void handle(const OutputValue& output);
    void handle(const Outcome& outcome) { outcome_ = Outcome{outcome.kind, redacted(outcome.message)}; }
    void handle(const LibraryRefusal& refusal) { kill({AttemptState::misconfigured, refusal.why}); }

    /// Asks the attempt to end, for the first reason given.
    void end(Verdict verdict);
    /// Ends the attempt at once.
    void kill(Verdict verdict);
    /// The attempt has ended, and nobody reads what is left of its output.
    void throw_output_away(Verdict verdict);
    AttemptResult result() const;
    std::string redacted(const std::string& text) const { return world_.redactor.redact(text); }
    void log(LogLevel level, std::string_view text) { world_.observer.logged(request_.task, level, text); }

    const AttemptRequest& request_;
    const AttemptSettings& settings_;
    const AttemptWorld& world_;
    const Clock::SteadyTime began_;
    const milliseconds time_limit_;
    AttemptProcess task_;
    OutputPump pump_;
    TaskChannel channel_;
    FirstCredentials credentials_;
    std::optional<TokenFetcher> fetcher_;
    bool has_started_ = false;
    TokenRequestPolicy token_requests_;
    Value::Map outputs_;
    std::size_t outputs_size_ = 0;
    std::optional<Outcome> outcome_;
    std::optional<Verdict> verdict_;
    std::optional<Clock::SteadyTime> kill_at_;
    std::optional<TaskProcess::End> end_;
    Clock::SteadyTime ended_;
    /// Whether nothing more is to be read, of an attempt that has ended, but what it printed.
    bool has_heard_all_ = false;
    bool is_output_thrown_away_ = false;
    Clock::SteadyTime next_sample_;
};

Attempt::Attempt(const AttemptRequest& request, const AttemptSettings& settings, const AttemptWorld& world)
    : request_(request),
      settings_(settings),
      world_(world),
      began_(world.clock.steady_now()),
      time_limit_(request.task.time_limit.value_or(settings.time_limit)),
      task_(request, settings, world),
      pump_(task_.output.source.get(), world.observer.output(), world.redactor),
      channel_(task_.process.socket(), world.clock),
      credentials_(request.task, world.read_secret, world.give_up),
      token_requests_(request.task, began_),
      next_sample_(began_ + kSampling) {}

AttemptResult Attempt::run() {
    request_tokens();
    start_if_ready();
    while (!is_over()) {
        wait();
        handle_stop_signals();
        handle_credentials();
        handle_limits();
        handle_end();
    }
    task_.errors.finish([this](std::string_view line) { log_error_output(line); });
    return result();
}

void Attempt::request_tokens() {
    if (request_.task.scopes.empty()) return;
    fetcher_.emplace(*request_.provider, world_.clock, world_.give_up);
    for (const ScopeDescription& scopes : request_.task.scopes) fetcher_->request(scopes, {});
}

/// The authorizers are ready before any code of the plugin runs.
void Attempt::start_if_ready() {
    if (has_started_ || verdict_ || !credentials_.are_complete()) return;
    has_started_ = true;
    StartAttempt start;
    start.library = request_.library.string();
    start.task_type = request_.task.type;
    start.parameters = request_.task.parameters;
    start.run = request_.run;
    start.http = settings_.http;
    start.files = request_.task.files;
    if (request_.provider) start.services = request_.provider->service_urls();
    credentials_.move_into(start);
    channel_.send(start);
}

bool Attempt::is_over() const { return end_ && (is_output_thrown_away_ || (has_heard_all_ && pump_.is_done())); }

void Attempt::wait() {
    OutletBuffer& log = world_.observer.log_outlet();
    // What the task says makes lines in the log: while its reader has stopped, the task waits.
    const bool is_heard = !log.is_full();
    const int channel_events = (is_heard ? POLLIN : 0) | (channel_.has_queued() ? POLLOUT : 0);
    const bool is_channel_open = !channel_.has_hung_up() && channel_events != 0;
    std::array<pollfd, 9> waits = {
        {{task_.process.pidfd(), POLLIN, 0},
         {is_channel_open ? task_.process.socket() : -1, static_cast<short>(channel_events), 0},
         {pump_.wanted_source(), POLLIN, 0},
         {pump_.wanted_sink(), POLLOUT, 0},
         {is_heard ? task_.errors.source() : -1, POLLIN, 0},
         {world_.stop.fd(), POLLIN, 0},
         {fetcher_ ? fetcher_->descriptor() : -1, POLLIN, 0},
         {log.wanted(), POLLOUT, 0},
         {credentials_.descriptor(), POLLIN, 0}}};
    if (end_)  // Only what was printed is still to be carried.
        waits[0].fd = waits[1].fd = waits[4].fd = waits[6].fd = waits[8].fd = -1;
    if (poll(waits.data(), waits.size(), static_cast<int>(time_to_wait().count())) < 0 && errno != EINTR)
        throw system_error("poll");
    if (waits[1].revents != 0) {
        if (is_heard) receive();
        channel_.flush();
    }
    if (waits[2].revents != 0) pump_.read();
    if (waits[3].revents != 0) {
        world_.observer.will_print();
        pump_.write();
        if (pump_.sink_error() != 0) world_.observer.output_failed(pump_.sink_error());
    }
    if (waits[4].revents != 0) read_error_output();
    if (waits[7].revents != 0) log.write();
}

milliseconds Attempt::time_to_wait() const {
    Clock::SteadyTime next = next_sample_;
    if (time_limit_.count() > 0 && !verdict_ && !end_) next = std::min(next, began_ + time_limit_);
    if (kill_at_) next = std::min(next, *kill_at_);
    return std::max(std::chrono::ceil<milliseconds>(next - world_.clock.steady_now()), milliseconds(0));
}

void Attempt::handle_stop_signals() {
    while (const int signal = world_.stop.take()) {
        Verdict cancelled{AttemptState::cancelled, std::string("cancelled by SIG") + sigabbrev_np(signal)};
        // Who asks twice means it.
        if (end_)
            throw_output_away(std::move(cancelled));
        else if (verdict_ && verdict_->state == AttemptState::cancelled)
            kill(std::move(cancelled));
        else
            end(std::move(cancelled));
    }
}

void Attempt::handle_credentials() {
    if (end_) return;
    try {
        credentials_.take_secrets();
    } catch (const std::exception& error) {
        kill({AttemptState::misconfigured, error.what()});
    }
    if (fetcher_)
        for (SupervisorMessage& answer : fetcher_->take_answers()) handle_token(std::move(answer));
    start_if_ready();
}

void Attempt::handle_token(SupervisorMessage answer) {
    if (has_started_) return channel_.send(answer);
    if (auto* grant = std::get_if<TokenGrant>(&answer)) return credentials_.add(std::move(*grant));
    kill(verdict_on(std::get<TokenRefusal>(answer)));
}

void Attempt::handle_limits() {
    const auto now = world_.clock.steady_now();
    if (kill_at_ && now >= *kill_at_) {
        kill_at_.reset();
        if (end_)
            throw_output_away(*verdict_);
        else
            task_.process.kill();
    }
    if (time_limit_.count() > 0 && now >= began_ + time_limit_)
        end({AttemptState::timed_out, "not done within its time limit of " + format_duration(time_limit_)});
    if (has_said_too_much())
        kill(
            {AttemptState::failed, "printed and logged more than its limit of " + format_size(settings_.output_limit)});
    if (now < next_sample_) return;
    next_sample_ = now + kSampling;
    if (!end_ && resident_memory_below(task_.process.pid()) > settings_.memory_limit)
        kill({AttemptState::failed, "used more memory than its limit of " + format_size(settings_.memory_limit)});
}

void Attempt::handle_end() {
    if (end_) {
        if (pump_.wanted_source() >= 0) pump_.read();
        return read_the_rest();
    }
    end_ = task_.process.poll_end();
    if (!end_) return;
    ended_ = world_.clock.steady_now();
    // All that wrote is gone: what is in the pipes and the socket is all that there will be.
    pump_.finish();
    read_the_rest();
}

void Attempt::read_the_rest() {
    while (!has_heard_all_ && !is_log_full()) {
        const bool has_received = receive();
        has_heard_all_ = !read_error_output() && !has_received;
    }
}

bool Attempt::receive() {
    try {
        return channel_.receive([this](TaskMessage message, std::size_t size) {
            if (!is_disregarded()) handle_message(std::move(message), size);
        });
    } catch (const ProtocolError& error) {
        kill({AttemptState::failed, std::string("broke the protocol: ") + error.what()});
        return true;
    }
}

bool Attempt::is_disregarded() const {
    return verdict_ && verdict_->state != AttemptState::cancelled && verdict_->state != AttemptState::timed_out;
}

void Attempt::handle_message(TaskMessage message, std::size_t size) {
    if (outcome_) throw ProtocolError("a message after the outcome");
    if (std::holds_alternative<OutputValue>(message)) outputs_size_ += size;
    std::visit([this](auto& alternative) { handle(std::move(alternative)); }, message);
}

void Attempt::handle(const TokenRequest& request) {
    if (channel_.queued() > kMostUnread) throw ProtocolError("asks for tokens and does not read the answers");
    const auto decision = token_requests_.decide(request, world_.clock.steady_now());
    if (const auto* refusal = std::get_if<TokenRefusal>(&decision)) return channel_.send(*refusal);
    fetcher_->request(std::get<ScopeDescription>(decision), request.rejected);
}

void Attempt::handle(const OutputValue& output) {
    if (outputs_size_ > kLargestFrame)
        throw ProtocolError("outputs of more than " + format_size(static_cast<std::int64_t>(kLargestFrame)));
    outputs_[output.name] = errand::redacted(output.value, world_.redactor);
}

void Attempt::log_error_output(std::string_view line) {
    if (!has_said_too_much()) log(LogLevel::info, line);
}

void Attempt::end(Verdict verdict) {
    if (verdict_ || end_) return;
    verdict_ = std::move(verdict);
    task_.process.request_end();
    kill_at_ = world_.clock.steady_now() + settings_.grace + kInitPatience;
}

void Attempt::kill(Verdict verdict) {
    if (!verdict_) verdict_ = std::move(verdict);
    if (!end_) task_.process.kill();
}

void Attempt::throw_output_away(Verdict verdict) {
    if (!verdict_) verdict_ = std::move(verdict);
    is_output_thrown_away_ = true;
    log(LogLevel::warning, "the rest of what it printed is thrown away: nobody has read it");
}

AttemptResult Attempt::result() const {
    const Verdict final_verdict = verdict_ ? *verdict_ : judge(outcome_, *end_);
    return {final_verdict.state, printable(final_verdict.message), outputs_,
            std::chrono::duration_cast<milliseconds>(ended_ - began_), end_->peak_memory};
}

}  // namespace

AttemptResult run_attempt(const AttemptRequest& request, const AttemptSettings& settings, const AttemptWorld& world) {
    return Attempt(request, settings, world).run();
}

}  // namespace errand
