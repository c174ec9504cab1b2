#include "runner/attempt.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include "base/error.hpp"
#include "base/logger.hpp"
#include "base/process_tree.hpp"
#include "base/units.hpp"
#include "protocol/task_process.hpp"
#include "runner/line_splitter.hpp"
#include "runner/output_pump.hpp"
#include "runner/rate_limit.hpp"
#include "runner/task_channel.hpp"
#include "runner/token_fetcher.hpp"
#include "runner/working_directory.hpp"

namespace errand {

namespace {

using std::chrono::milliseconds;

/// How often the memory of the attempt is looked at.
constexpr milliseconds kSampling(100);
/// How long after the grace time the attempt's init may take to report.
constexpr milliseconds kInitPatience(2000);
/// Tokens: one a second in the long run.
constexpr double kTokenBurst = 60;
constexpr double kTokensPerSecond = 1;

/// A pipe whose reading end is non-blocking.
struct Pipe {
    UniqueFd source;
    UniqueFd sink;

    Pipe() {
        int ends[2] = {};
        if (pipe2(ends, O_CLOEXEC) != 0) throw system_error("pipe");
        source = UniqueFd(ends[0]);
        sink = UniqueFd(ends[1]);
        if (fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) throw system_error("fcntl");
    }
};

class Attempt {
public:
    Attempt(const AttemptRequest& request, const AttemptSettings& settings, const AttemptWorld& world);

    AttemptResult run();

private:
    struct Verdict {
        AttemptState state;
        std::string message;
    };

    TaskProcess::Request process_request(const Pipe& output, const Pipe& error) const;
    void request_tokens();
    void start_if_ready();

    bool is_over() const;
    bool is_log_full() const { return world_.observer.log_outlet().is_full(); }
    void wait();
    milliseconds time_to_wait() const;
    /// Whether a verdict stands that makes whatever the task still says worthless.
    bool is_disregarded() const;
    void handle_stop_signals();
    void handle_tokens();
    void handle_limits();
    void handle_end();
    /// Reads what an attempt that has ended left in the socket and the pipe of its errors.
    void read_the_rest();

    /// These two are false when there is nothing to read for now.
    bool receive();
    bool read_error_output();
    void handle_message(TaskMessage message, std::size_t size);
    void handle(const TokenRequest& request);
    void handle(const LogLine& line);
    void handle(const Progress& progress);
    void handle(OutputValue output);
    void handle(Outcome outcome);
    void handle(const LibraryRefusal& refusal);

    /// Asks the attempt to end, for the first reason given.
    void end(Verdict verdict);
    /// Ends the attempt at once.
    void kill(Verdict verdict);
    /// The attempt has ended, and nobody reads what is left of its output.
    void throw_output_away(Verdict verdict);
    AttemptResult result() const;
    Verdict verdict() const;
    void log(LogLevel level, std::string_view text) { world_.observer.logged(request_.task, level, text); }

    const AttemptRequest& request_;
    const AttemptSettings& settings_;
    const AttemptWorld& world_;
    const Clock::SteadyTime began_;
    const milliseconds time_limit_;
    const WorkingDirectory directory_;
    Pipe output_;
    Pipe error_;
    TaskProcess process_;
    OutputPump pump_;
    LineSplitter error_lines_;
    TaskChannel channel_;
    std::int64_t error_bytes_ = 0;
    std::optional<TokenFetcher> fetcher_;
    std::vector<TokenGrant> first_tokens_;
    bool has_started_ = false;
    RateLimit token_requests_;
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
      directory_(settings.work_directory, request.run.run_id + "-" + request.task.name),
      process_(world.spawner, process_request(output_, error_)),
      pump_(output_.source.get(), world.observer.output()),
      channel_(process_.socket(), world.clock),
      token_requests_(kTokenBurst, kTokensPerSecond, began_),
      next_sample_(began_ + kSampling) {
    // Only the task holds the writing ends now, so that their end is seen.
    output_.sink.reset();
    error_.sink.reset();
}

TaskProcess::Request Attempt::process_request(const Pipe& output, const Pipe& error) const {
    std::vector<std::string> environment = settings_.environment;
    environment.push_back("TMPDIR=" + directory_.path().string());
    environment.push_back("ERRAND_ATTEMPT=" + request_.run.run_id + "/" + request_.run.task + "/" +
                          std::to_string(request_.run.attempt));
    return {settings_.task_program,
            {"--attempt", format_duration(settings_.grace)},
            environment,
            directory_.path(),
            output.sink.get(),
            error.sink.get()};
}

AttemptResult Attempt::run() {
    request_tokens();
    start_if_ready();
    while (!is_over()) {
        wait();
        handle_stop_signals();
        handle_tokens();
        handle_limits();
        handle_end();
    }
    error_lines_.finish([this](std::string_view line) { log(LogLevel::info, line); });
    return result();
}

void Attempt::request_tokens() {
    if (request_.task.scopes.empty()) return;
    fetcher_.emplace(*request_.provider, world_.clock, world_.give_up);
    for (const ScopeDescription& scopes : request_.task.scopes) fetcher_->request(scopes, {});
}

/// The authorizers are ready before any code of the plugin runs.
void Attempt::start_if_ready() {
    if (has_started_ || verdict_ || first_tokens_.size() < request_.task.scopes.size()) return;
    has_started_ = true;
    StartAttempt start{request_.library.string(),
                       request_.task.type,
                       request_.task.parameters,
                       request_.run,
                       std::move(first_tokens_),
                       {},
                       settings_.http,
                       request_.task.files};
    if (request_.provider) start.services = request_.provider->service_urls();
    channel_.send(start);
}

bool Attempt::is_over() const { return end_ && (is_output_thrown_away_ || (has_heard_all_ && pump_.is_done())); }

void Attempt::wait() {
    OutletBuffer& log = world_.observer.log_outlet();
    // What the task says makes lines in the log: while its reader has stopped, the task waits.
    const bool is_heard = !log.is_full();
    const int channel_events = (is_heard ? POLLIN : 0) | (channel_.has_queued() ? POLLOUT : 0);
    const bool is_channel_open = !channel_.has_hung_up() && channel_events != 0;
    std::array<pollfd, 8> waits = {{{process_.pidfd(), POLLIN, 0},
                                    {is_channel_open ? process_.socket() : -1, static_cast<short>(channel_events), 0},
                                    {pump_.wanted_source(), POLLIN, 0},
                                    {pump_.wanted_sink(), POLLOUT, 0},
                                    {is_heard ? error_.source.get() : -1, POLLIN, 0},
                                    {world_.stop.fd(), POLLIN, 0},
                                    {fetcher_ ? fetcher_->descriptor() : -1, POLLIN, 0},
                                    {log.wanted(), POLLOUT, 0}}};
    if (end_)  // Only what was printed is still to be carried.
        waits[0].fd = waits[1].fd = waits[4].fd = waits[6].fd = -1;
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
    if (time_limit_.count() > 0 && !verdict_) next = std::min(next, began_ + time_limit_);
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

void Attempt::handle_tokens() {
    if (!fetcher_ || end_) return;
    for (SupervisorMessage& answer : fetcher_->take_answers()) {
        if (has_started_) {
            channel_.send(answer);
        } else if (auto* grant = std::get_if<TokenGrant>(&answer)) {
            first_tokens_.push_back(std::move(*grant));
        } else if (const auto* refusal = std::get_if<TokenRefusal>(&answer)) {
            constexpr std::array kStates = {AttemptState::credentials_refused, AttemptState::unreachable,
                                            AttemptState::misconfigured};
            kill({kStates.at(static_cast<std::size_t>(refusal->reason)), refusal->message});
        }
    }
    start_if_ready();
}

void Attempt::handle_limits() {
    const auto now = world_.clock.steady_now();
    if (kill_at_ && now >= *kill_at_) {
        kill_at_.reset();
        if (end_)
            throw_output_away(*verdict_);
        else
            process_.kill();
    }
    if (time_limit_.count() > 0 && now >= began_ + time_limit_)
        end({AttemptState::timed_out, "not done within its time limit of " + format_duration(time_limit_)});
    if (pump_.total() + channel_.bytes_received() + error_bytes_ > settings_.output_limit)
        kill(
            {AttemptState::failed, "printed and logged more than its limit of " + format_size(settings_.output_limit)});
    if (now < next_sample_) return;
    next_sample_ = now + kSampling;
    if (!end_ && resident_memory_below(process_.pid()) > settings_.memory_limit)
        kill({AttemptState::failed, "used more memory than its limit of " + format_size(settings_.memory_limit)});
}

void Attempt::handle_end() {
    if (end_) {
        if (pump_.wanted_source() >= 0) pump_.read();
        return read_the_rest();
    }
    end_ = process_.poll_end();
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
    if (!token_requests_.allows(world_.clock.steady_now())) throw ProtocolError("more than one token a second");
    for (const ScopeDescription& scopes : request_.task.scopes)
        if (scopes.resource_server == request.resource_server) return fetcher_->request(scopes, request.rejected);
    throw ProtocolError("a token for a resource server that the task type does not declare");
}

void Attempt::handle(const LogLine& line) { log(line.level, line.text); }

void Attempt::handle(const Progress& progress) { world_.observer.progressed(request_.task, progress); }

void Attempt::handle(OutputValue output) {
    if (outputs_size_ > kLargestFrame)
        throw ProtocolError("outputs of more than " + format_size(static_cast<std::int64_t>(kLargestFrame)));
    outputs_[output.name] = std::move(output.value);
}

void Attempt::handle(Outcome outcome) { outcome_ = std::move(outcome); }

void Attempt::handle(const LibraryRefusal& refusal) { kill({AttemptState::misconfigured, refusal.why}); }

bool Attempt::read_error_output() {
    std::array<char, 16 * 1024> buffer;
    const ssize_t count = error_.source ? ::read(error_.source.get(), buffer.data(), buffer.size()) : 0;
    if (count == 0) error_.source.reset();
    if (count <= 0) return false;
    error_bytes_ += count;
    error_lines_.feed({buffer.data(), static_cast<std::size_t>(count)},
                      [this](std::string_view line) { log(LogLevel::info, line); });
    return true;
}

void Attempt::end(Verdict verdict) {
    if (verdict_ || end_) return;
    verdict_ = std::move(verdict);
    process_.request_end();
    kill_at_ = world_.clock.steady_now() + settings_.grace + kInitPatience;
}

void Attempt::kill(Verdict verdict) {
    if (!verdict_) verdict_ = std::move(verdict);
    if (!end_) process_.kill();
}

void Attempt::throw_output_away(Verdict verdict) {
    if (!verdict_) verdict_ = std::move(verdict);
    is_output_thrown_away_ = true;
    log(LogLevel::warning, "the rest of what it printed is thrown away: nobody has read it");
}

Attempt::Verdict Attempt::verdict() const {
    if (verdict_) return *verdict_;
    if (!outcome_)
        return {AttemptState::failed, "ended without an outcome: " + describe_wait_status(end_->wait_status)};
    switch (outcome_->kind) {
        case Outcome::Kind::success:
            return {AttemptState::succeeded, outcome_->message};
        case Outcome::Kind::credentials_refused:
            return {AttemptState::credentials_refused, outcome_->message};
        case Outcome::Kind::service_unreachable:
            return {AttemptState::unreachable, outcome_->message};
        case Outcome::Kind::cancelled:
        case Outcome::Kind::failure:
            break;
    }
    return {AttemptState::failed, outcome_->message};
}

AttemptResult Attempt::result() const {
    Verdict final_verdict = verdict();
    return {final_verdict.state, printable(final_verdict.message), outputs_,
            std::chrono::duration_cast<milliseconds>(ended_ - began_), end_->peak_memory};
}

}  // namespace

AttemptResult run_attempt(const AttemptRequest& request, const AttemptSettings& settings, const AttemptWorld& world) {
    return Attempt(request, settings, world).run();
}

}  // namespace errand
