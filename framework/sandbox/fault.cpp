#include "sandbox/fault.hpp"

#include <algorithm>
#include <charconv>

#include "base/error.hpp"
#include "sandbox/scope_request.hpp"

namespace errand {

namespace {

constexpr std::string_view kConsent = "consent:";

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
    throw CommandError(ExitCode::usage,
                       "cannot read the fault '" + std::string(text) + "': " + why +
                           "; write METHOD PATH=STATUS[*COUNT], such as 'POST /v2/oauth2/token=503*2', or METHOD "
                           "PATH=consent:SCOPES");
}

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// `503*2`.
void read_status(std::string_view answer, std::string_view text, Fault& fault) {
    const auto star = answer.find('*');
    const auto status = parse_number<int>(answer.substr(0, star));
    if (!status || *status < 400 || *status > 599) refuse(text, "the status must be from 400 to 599");
    fault.status = *status;
    if (star == answer.npos) return;
    fault.count = parse_number<unsigned>(answer.substr(star + 1));
    if (!fault.count || *fault.count == 0) refuse(text, "the count must be a number from 1 on");
}

void read_consent(std::string_view scopes, std::string_view text, Fault& fault) {
    const auto paths = scope_paths(scopes);
    if (!paths || paths->empty()) refuse(text, "what follows 'consent:' must be scopes");
    fault.status = 403;
    fault.required_scopes = scopes;
}

}  // namespace

Fault parse_fault(std::string_view text) {
    const auto space = text.find(' ');
    const auto equals = text.rfind('=');
    if (space == text.npos || equals == text.npos || equals < space) refuse(text, "a part of it is missing");

    Fault fault{std::string(text.substr(0, space)), std::string(text.substr(space + 1, equals - space - 1))};
    if (fault.method.empty() ||
        !std::all_of(fault.method.begin(), fault.method.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
        refuse(text, "the method must be in capital letters");
    if (!fault.path.starts_with('/') || fault.path.find_first_of(" ?#") != std::string::npos)
        refuse(text, "the path must begin with / and have no query");

    const std::string_view answer = text.substr(equals + 1);
    if (answer.starts_with(kConsent))
        read_consent(answer.substr(kConsent.size()), text, fault);
    else
        read_status(answer, text, fault);
    return fault;
}

std::optional<Fault> FaultPlan::take(std::string_view method, std::string_view path,
                                     const std::function<bool(const std::string& scopes)>& has_scopes) {
    const std::lock_guard lock(mutex_);
    for (Fault& fault : faults_) {
        if (fault.method != method || fault.path != path || fault.count == 0U) continue;
        if (!fault.required_scopes.empty() && has_scopes(fault.required_scopes)) continue;
        if (fault.count) --*fault.count;
        return fault;
    }
    return std::nullopt;
}

}  // namespace errand
