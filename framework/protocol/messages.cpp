#include "protocol/messages.hpp"

#include <array>

#include "errand/json.hpp"
#include "protocol/description_codec.hpp"

namespace errand {

namespace {

constexpr std::array<const char*, 4> kLogLevels = {"debug", "info", "warning", "error"};
constexpr std::array<const char*, 5> kOutcomeKinds = {"success", "failure", "credentials_refused",
                                                      "service_unreachable", "cancelled"};
constexpr std::array<const char*, 4> kRefusalReasons = {"credentials", "unreachable", "configuration", "state"};

template <class Enum, std::size_t size>
Enum to_enum(const std::array<const char*, size>& names, const std::string& name) {
    for (std::size_t i = 0; i < size; ++i)
        if (name == names[i]) return static_cast<Enum>(i);
    throw ProtocolError("unknown word '" + name.substr(0, 40) + "' in a message");
}

template <std::size_t size, class Enum>
const char* to_name(const std::array<const char*, size>& names, Enum value) {
    return names.at(static_cast<std::size_t>(value));
}

/// The members of a message that must be there.
class Fields {
public:
    explicit Fields(const Value& message) : message_(message) {}

    const Value& at(const char* name) const {
        if (const Value* found = message_.find(name)) return *found;
        throw ProtocolError(std::string("a message lacks '") + name + "'");
    }
    const std::string& text(const char* name) const { return at(name).text(); }
    Secret secret(const char* name) const { return Secret(std::string(text(name))); }
    std::int64_t integer(const char* name) const { return at(name).integer(); }
    std::chrono::milliseconds duration(const char* name) const { return std::chrono::milliseconds(integer(name)); }

private:
    const Value& message_;
};

std::int64_t to_milliseconds(Clock::CalendarTime time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

Clock::CalendarTime to_calendar_time(std::int64_t milliseconds) {
    constexpr auto kFirst = std::chrono::ceil<std::chrono::milliseconds>(Clock::CalendarTime::min().time_since_epoch());
    constexpr auto kLast = std::chrono::floor<std::chrono::milliseconds>(Clock::CalendarTime::max().time_since_epoch());
    if (milliseconds < kFirst.count() || milliseconds > kLast.count())
        throw ProtocolError("a time in a message is beyond what the calendar clock can hold");
    return Clock::CalendarTime(std::chrono::milliseconds(milliseconds));
}

Value::Map to_map(const TokenGrant& grant) {
    return {{"resource_server", grant.resource_server},
            {"token", grant.token.reveal()},
            {"client_id", grant.client_id},
            {"scopes", grant.scopes},
            {"expires_at", to_milliseconds(grant.expires_at)},
            {"renew_after", grant.renew_after.count()}};
}

TokenGrant to_token_grant(const Value& value) {
    const Fields fields(value);
    return {fields.text("resource_server"),
            fields.secret("token"),
            fields.text("client_id"),
            fields.text("scopes"),
            to_calendar_time(fields.integer("expires_at")),
            fields.duration("renew_after")};
}

Value::Map to_map(const TokenRefusal& refusal) {
    return {{"resource_server", refusal.resource_server},
            {"reason", to_name(kRefusalReasons, refusal.reason)},
            {"message", refusal.message}};
}

Value to_value(const RunFacts& run) {
    return Value::Map{{"job", run.job},
                      {"task", run.task},
                      {"run_id", run.run_id},
                      {"attempt", run.attempt},
                      {"scheduled_for", run.scheduled_for ? Value(to_milliseconds(*run.scheduled_for)) : Value()}};
}

RunFacts to_run_facts(const Value& value) {
    const Fields fields(value);
    RunFacts run{fields.text("job"), fields.text("task"), fields.text("run_id"),
                 static_cast<int>(fields.integer("attempt")), std::nullopt};
    if (!fields.at("scheduled_for").is_null()) run.scheduled_for = to_calendar_time(fields.integer("scheduled_for"));
    return run;
}

Value to_value(const HttpLimits& http) {
    return Value::Map{{"timeout", http.timeout.count()},
                      {"connect_timeout", http.connect_timeout.count()},
                      {"tls_timeout", http.tls_timeout.count()},
                      {"first_byte_timeout", http.first_byte_timeout.count()},
                      {"ca_file", http.ca_file},
                      {"ca_directory", http.ca_directory},
                      {"ca_places", Value::List(http.ca_places.begin(), http.ca_places.end())},
                      {"loopback_only", http.loopback_only},
                      {"max_retries", http.max_retries},
                      {"proxy", http.proxy.reveal()},
                      {"no_proxy", Value::List(http.no_proxy.begin(), http.no_proxy.end())}};
}

HttpLimits to_http_limits(const Value& value) {
    const Fields fields(value);
    HttpLimits http;
    http.timeout = fields.duration("timeout");
    http.connect_timeout = fields.duration("connect_timeout");
    http.tls_timeout = fields.duration("tls_timeout");
    http.first_byte_timeout = fields.duration("first_byte_timeout");
    http.ca_file = fields.text("ca_file");
    http.ca_directory = fields.text("ca_directory");
    http.loopback_only = fields.at("loopback_only").boolean();
    http.max_retries = static_cast<int>(fields.integer("max_retries"));
    http.proxy = Secret(fields.text("proxy"));
    for (const Value& place : fields.at("ca_places").list()) http.ca_places.push_back(place.text());
    for (const Value& host : fields.at("no_proxy").list()) http.no_proxy.push_back(host.text());
    return http;
}

/// Empty, or with the one value: which may be null itself.
Value::List to_list(const std::optional<Value>& value) { return value ? Value::List{*value} : Value::List{}; }

Value::Map to_map(const StartAttempt& start) {
    Value::List tokens;
    for (const TokenGrant& grant : start.tokens) tokens.emplace_back(to_map(grant));
    Value::Map services;
    for (const auto& [name, url] : start.services) services[name] = url;
    Value::Map secrets;
    for (const auto& [name, secret] : start.secrets) secrets[name] = secret.reveal();
    return {{"library", start.library},
            {"task_type", start.task_type},
            {"parameters", start.parameters},
            {"secrets", std::move(secrets)},
            {"run", to_value(start.run)},
            {"tokens", std::move(tokens)},
            {"services", std::move(services)},
            {"http", to_value(start.http)},
            {"files", to_value(start.files)},
            {"open_files", start.open_files},
            {"checkpoint", to_list(start.checkpoint)}};
}

StartAttempt to_start_attempt(const Value& value) {
    const Fields fields(value);
    StartAttempt start;
    start.library = fields.text("library");
    start.task_type = fields.text("task_type");
    start.parameters = fields.at("parameters").map();
    for (const auto& [name, secret] : fields.at("secrets").map()) start.secrets.emplace(name, Secret(secret.text()));
    start.run = to_run_facts(fields.at("run"));
    for (const Value& grant : fields.at("tokens").list()) start.tokens.push_back(to_token_grant(grant));
    for (const auto& [name, url] : fields.at("services").map()) start.services[name] = url.text();
    start.http = to_http_limits(fields.at("http"));
    start.files = to_file_access(fields.at("files"));
    start.open_files = fields.integer("open_files");
    for (const Value& state : fields.at("checkpoint").list()) start.checkpoint = state;
    return start;
}

Value::Map to_map(const TokenRequest& request) {
    return {{"resource_server", request.resource_server},
            {"rejected", request.rejected.reveal()},
            {"asked_scopes", Value::List(request.asked_scopes.begin(), request.asked_scopes.end())}};
}

TokenRequest to_token_request(const Value& value) {
    const Fields fields(value);
    TokenRequest request{fields.text("resource_server"), Secret(fields.text("rejected"))};
    for (const Value& scope : fields.at("asked_scopes").list()) request.asked_scopes.push_back(scope.text());
    return request;
}

Value::Map to_map(const CheckpointAnswer& answer) { return {{"trouble", answer.trouble}}; }

Value::Map to_map(const Checkpoint& checkpoint) { return {{"state", checkpoint.state}}; }

Value::Map to_map(const LogLine& line) { return {{"level", to_name(kLogLevels, line.level)}, {"text", line.text}}; }

Value::Map to_map(const Progress& progress) {
    return {{"done", progress.done}, {"total", progress.total}, {"what", progress.what}};
}

Value::Map to_map(const OutputValue& output) { return {{"name", output.name}, {"value", output.value}}; }

Value::Map to_map(const Outcome& outcome) {
    return {{"outcome", to_name(kOutcomeKinds, outcome.kind)}, {"message", outcome.message}};
}

Value::Map to_map(const LibraryRefusal& refusal) { return {{"why", refusal.why}}; }

// In the order of the variants.
constexpr std::array kSupervisorKinds = {"start", "token", "no_token", "checkpoint_answer"};
constexpr std::array kTaskKinds = {"token_request", "checkpoint", "log", "progress", "output", "outcome", "refused"};

template <std::size_t size, class Message>
std::string encode_message(const std::array<const char*, size>& kinds, const Message& message) {
    static_assert(size == std::variant_size_v<Message>);
    Value::Map map = std::visit([](const auto& alternative) { return to_map(alternative); }, message);
    map["kind"] = kinds.at(message.index());
    return encode_frame(to_json(map));
}

SupervisorMessage to_supervisor_message(const Value& value) {
    const Fields fields(value);
    const std::string& kind = fields.text("kind");
    if (kind == "start") return to_start_attempt(value);
    if (kind == "token") return to_token_grant(value);
    if (kind == "no_token")
        return TokenRefusal{fields.text("resource_server"),
                            to_enum<TokenRefusal::Reason>(kRefusalReasons, fields.text("reason")),
                            fields.text("message")};
    if (kind == "checkpoint_answer") return CheckpointAnswer{fields.text("trouble")};
    throw ProtocolError("unknown kind of message '" + kind.substr(0, 40) + "'");
}

TaskMessage to_task_message(const Value& value) {
    const Fields fields(value);
    const std::string& kind = fields.text("kind");
    if (kind == "token_request") return to_token_request(value);
    if (kind == "checkpoint") return Checkpoint{fields.at("state")};
    if (kind == "log") return LogLine{to_enum<LogLevel>(kLogLevels, fields.text("level")), fields.text("text")};
    if (kind == "progress") return Progress{fields.integer("done"), fields.integer("total"), fields.text("what")};
    if (kind == "output") return OutputValue{fields.text("name"), fields.at("value")};
    if (kind == "outcome")
        return Outcome{to_enum<Outcome::Kind>(kOutcomeKinds, fields.text("outcome")), fields.text("message")};
    if (kind == "refused") return LibraryRefusal{fields.text("why")};
    throw ProtocolError("unknown kind of message '" + kind.substr(0, 40) + "'");
}

template <class Message>
Message decode_message(std::string_view payload, Message (*convert)(const Value&)) {
    try {
        return convert(parse_json(payload));
    } catch (const Error& error) {
        throw ProtocolError(std::string("a malformed message: ") + error.what());
    }
}

}  // namespace

std::string encode(const SupervisorMessage& message) { return encode_message(kSupervisorKinds, message); }

std::string encode(const TaskMessage& message) { return encode_message(kTaskKinds, message); }

SupervisorMessage decode_supervisor_message(std::string_view payload) {
    return decode_message(payload, to_supervisor_message);
}

TaskMessage decode_task_message(std::string_view payload) { return decode_message(payload, to_task_message); }

}  // namespace errand
