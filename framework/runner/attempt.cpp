#include "runner/attempt.hpp"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include "base/error.hpp"
#include "base/logger.hpp"
#include "base/process_tree.hpp"
#include "base/units.hpp"
#include "errand/json.hpp"
#include "runner/redacted_value.hpp"

namespace errand {

namespace {

using std::chrono::milliseconds;

/// How often the memory of the attempt is looked at.
constexpr milliseconds kSampling(100);
/// How long after the grace time the attempt's init may take to report.
constexpr milliseconds kInitPatience(2000);
/// Of answers to the task, in bytes. It asks for one thing at a time.
constexpr std::size_t kMostUnread = 64 * 1024;

}  // namespace

Attempt::Attempt(const AttemptRequest& request, const AttemptSettings& settings, const AttemptWorld& world)
    : request_(request),
      settings_(settings),
      world_(world),
      began_(world.clock.steady_now()),
      limits_(limits_within(request.task.limits, settings.limits)),
      time_limit_(request.task.time_limit.value_or(settings.time_limit)),
      task_(request, settings, world),
      log_(settings.log_directory, display_name(request.task), request.run.attempt, world.clock),
      pump_(task_.output.source.get(), world.observer.output_outlet(), log_, world.redactor),
      channel_(task_.process.socket(), world.clock),
      credentials_(request.task.secrets, request.task.scopes.size(), world.read_secret, world.background),
      token_requests_(request.task, began_),
      checkpoint_(request.checkpoint),
      next_sample_(began_ + kSampling) {
    request_tokens();
    start_if_ready();
}

void Attempt::request_tokens() {
    if (request_.task.scopes.empty()) return;
    fetcher_.emplace(*request_.provider, world_.clock, world_.background);
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
    if (request_.task.working_directory) start.files.write.push_back(task_.directory.path().string());
    start.open_files = limits_.open_files.value_or(0);
    start.checkpoint = request_.checkpoint;
    if (request_.provider) start.services = request_.provider->service_urls();
    credentials_.move_into(start);
    channel_.send(start);
}

void Attempt::add_waits(PollSet& waits) {
    // Of one that has ended, only what it printed is still to be carried.
    places_.output = waits.add(pump_.wanted_source());
    if (end_) return;
    // What the task says makes lines in the log: while its reader has stopped, the task waits.
    const bool is_heard = !is_log_full();
    const int channel_events = (is_heard ? POLLIN : 0) | (channel_.has_queued() ? POLLOUT : 0);
    places_.channel = waits.add(channel_.has_hung_up() ? -1 : task_.process.socket(), channel_events);
    places_.errors = waits.add(is_heard ? task_.errors.source() : -1);
    waits.add(task_.process.pidfd());
    waits.add(credentials_.descriptor());
    if (fetcher_) waits.add(fetcher_->descriptor());
}

Clock::SteadyTime Attempt::wake_at() const {
    Clock::SteadyTime next = next_sample_;
    if (time_limit_.count() > 0 && !verdict_ && !end_) next = std::min(next, began_ + time_limit_);
    if (kill_at_) next = std::min(next, *kill_at_);
    return next;
}

void Attempt::proceed(const PollSet& waits) {
    handle_ready(waits);
    handle_credentials();
    answer_checkpoint();
    handle_limits();
    handle_end();
    tell_of_lost_log();
}

void Attempt::handle_ready(const PollSet& waits) {
    if (waits.is_ready(places_.output)) pump_.read();
    if (end_) return;
    if (waits.is_ready(places_.channel)) {
        if (!is_log_full()) receive();
        channel_.flush();
    }
    if (waits.is_ready(places_.errors)) read_error_output();
}

void Attempt::cancel(const std::string& why) {
    Verdict cancelled{AttemptState::cancelled, why};
    // Who asks twice means it.
    if (end_)
        throw_output_away(std::move(cancelled));
    else if (verdict_ && verdict_->state == AttemptState::cancelled)
        kill(std::move(cancelled));
    else
        end(std::move(cancelled));
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
        kill_for_limit("printed and logged more than its limit of " + format_size(*limits_.output));
    if (now < next_sample_) return;
    next_sample_ = now + kSampling;
    if (!end_) look_at_usage();
}

void Attempt::look_at_usage() {
    const ResourceUsage usage = usage_below(task_.process.pid());
    if (limits_.memory && usage.memory > *limits_.memory)
        kill_for_limit("used more memory than its limit of " + format_size(*limits_.memory));
    if (limits_.cpu_time && usage.cpu_time > *limits_.cpu_time)
        kill_for_limit("used more CPU time than its limit of " + format_duration(*limits_.cpu_time));
    // One of them is the worker, which is always there.
    if (limits_.processes && usage.processes > *limits_.processes)
        kill_for_limit("had more processes than its limit of " + std::to_string(*limits_.processes));
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
        kill({AttemptState::failed, std::string("broke the protocol: ") + error.what(), true});
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

void Attempt::handle(const Checkpoint& checkpoint) {
    if (unanswered_) throw ProtocolError("a checkpoint before the last one was answered");
    Value state = errand::redacted(checkpoint.state, world_.redactor);
    if (to_json(state).size() > TaskContext::kLargestCheckpoint) throw ProtocolError("a checkpoint that is too large");
    unanswered_ = world_.journal.checkpoint_saved(request_.task, state);
    checkpoint_ = std::move(state);
}

void Attempt::answer_checkpoint() {
    if (!unanswered_ || end_) return;
    const RunJournal::Fate fate = world_.journal.fate(*unanswered_);
    if (fate == RunJournal::Fate::waiting) return;
    unanswered_.reset();
    channel_.send(CheckpointAnswer{fate == RunJournal::Fate::kept ? "" : "the checkpoint cannot be kept for now"});
}

void Attempt::handle(const OutputValue& output) {
    if (outputs_size_ > kMostOutputs)
        throw ProtocolError("outputs of more than " + format_size(static_cast<std::int64_t>(kMostOutputs)));
    outputs_[output.name] = errand::redacted(output.value, world_.redactor);
}

void Attempt::log(LogLevel level, std::string_view text) {
    constexpr std::array kKinds = {"debug", "info", "warning", "error"};
    log_.write(kKinds.at(static_cast<std::size_t>(level)), text);
    world_.observer.logged(request_.task, level, text);
}

void Attempt::log_error_output(std::string_view line) {
    if (!has_said_too_much()) log(LogLevel::info, line);
}

void Attempt::tell_of_lost_log() {
    if (log_.error() == 0 || std::exchange(has_told_of_lost_log_, true)) return;
    log(LogLevel::warning,
        "what it prints and logs is kept no longer: " + std::generic_category().message(log_.error()));
}

void Attempt::end(Verdict verdict) {
    if (verdict_ || end_) return;
    verdict_ = std::move(verdict);
    task_.process.request_end();
    kill_at_ = world_.clock.steady_now() + request_.task.grace.value_or(settings_.grace) + kInitPatience;
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

AttemptResult Attempt::result() {
    task_.errors.finish([this](std::string_view line) { log_error_output(line); });
    tell_of_lost_log();
    const Verdict final_verdict = verdict_ ? *verdict_ : judge(outcome_, *end_);
    return {final_verdict.state,
            printable(redacted(final_verdict.message)),
            outputs_,
            std::chrono::duration_cast<milliseconds>(ended_ - began_),
            end_->peak_memory,
            final_verdict.has_crashed};
}

}  // namespace errand
