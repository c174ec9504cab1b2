#include "protocol/sandbox_arguments.hpp"

#include "errand/error.hpp"
#include "errand/json.hpp"

namespace errand {

namespace {

const Value& member(const Value::Map& object, const std::string& name) {
    const auto found = object.find(name);
    if (found == object.end()) throw Error("the sandbox is not told its '" + name + "'");
    return found->second;
}

}  // namespace

std::string to_json(const SandboxArguments& arguments) {
    return to_json(Value(Value::Map{
        {"endpoints", std::int64_t{arguments.endpoints}},
        {"faults", Value::List(arguments.faults.begin(), arguments.faults.end())},
        {"latency_ms", static_cast<std::int64_t>(arguments.latency.count())},
        {"port", std::int64_t{arguments.port}},
        {"tls_certificate", arguments.tls_certificate.string()},
        {"tls_key", arguments.tls_key.string()},
        {"token_lifetime_s", static_cast<std::int64_t>(arguments.token_lifetime.count())},
    }));
}

SandboxArguments parse_sandbox_arguments(std::string_view json) {
    const Value parsed = parse_json(json);
    const Value::Map& object = parsed.map();
    SandboxArguments arguments;
    arguments.endpoints = static_cast<int>(member(object, "endpoints").integer());
    for (const Value& fault : member(object, "faults").list()) arguments.faults.push_back(fault.text());
    arguments.latency = std::chrono::milliseconds(member(object, "latency_ms").integer());
    arguments.port = static_cast<int>(member(object, "port").integer());
    arguments.tls_certificate = member(object, "tls_certificate").text();
    arguments.tls_key = member(object, "tls_key").text();
    arguments.token_lifetime = std::chrono::seconds(member(object, "token_lifetime_s").integer());
    return arguments;
}

}  // namespace errand
