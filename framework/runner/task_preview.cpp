#include "runner/task_preview.hpp"

#include <variant>

#include "base/error.hpp"
#include "protocol/messages.hpp"
#include "protocol/task_process.hpp"
#include "protocol/whole_answer.hpp"

namespace errand {

namespace {

constexpr char kDeed[] = "say what it would do";

StartAttempt start_of(const TaskPreview::Request& request) {
    StartAttempt start;
    start.library = request.library.string();
    start.task_type = request.task.type;
    start.parameters = request.task.parameters;
    for (const auto& [name, reference] : request.task.secrets) start.secrets.emplace(name, Secret("***"));
    start.run = request.run;
    for (const ScopeDescription& scopes : request.task.scopes) {
        TokenGrant& grant = start.tokens.emplace_back();
        grant.resource_server = scopes.resource_server;
    }
    if (request.provider) start.services = request.provider->service_urls();
    start.files = request.task.files;
    return start;
}

std::string message_of(const TaskMessage& message) {
    if (const auto* refusal = std::get_if<LibraryRefusal>(&message)) throw Error(refusal->why);
    const auto* outcome = std::get_if<Outcome>(&message);
    if (!outcome) throw ProtocolError("it is no outcome");
    if (!outcome->ok()) throw Error(outcome->message);
    return outcome->message;
}

}  // namespace

std::string TaskPreview::ask(const Request& request) const try {
    TaskProcess process(spawner_, {task_program_, {"--preview"}});
    const WholeAnswer answer = whole_answer(process, encode(start_of(request)), kDeed, memory_);
    FrameDecoder frames;
    frames.feed(answer.bytes);
    const auto payload = frames.next();
    if (!payload) throw Error("ended before it could " + (kDeed + (", " + describe_wait_status(answer.wait_status))));
    return redactor_.redact(message_of(decode_task_message(*payload)));
} catch (const AnswerRefused& refusal) {
    throw Error(refusal.what());
} catch (const ProtocolError&) {
    throw Error("does not " + (kDeed + std::string(" in the way that this errand's SDK does")));
} catch (const Error& error) {
    throw Error(redactor_.redact(error.what()));
}

}  // namespace errand
