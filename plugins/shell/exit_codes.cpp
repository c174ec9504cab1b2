#include "exit_codes.hpp"

#include <string.h>

#include <charconv>
#include <optional>
#include <string_view>

#include "errand/answer/visible.hpp"

namespace errand::shell {

namespace {

using Kind = Outcome::Kind;

std::optional<Kind> kind_called(std::string_view word) {
    if (word == "success") return Kind::success;
    if (word == "failure") return Kind::failure;
    if (word == "unreachable") return Kind::service_unreachable;
    if (word == "credentials-refused") return Kind::credentials_refused;
    return std::nullopt;
}

int read_code(std::string_view text) {
    int code = -1;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, code);
    if (error != std::errc() || stopped != end || code < 0 || code > 255)
        throw ValueError("'exit_codes' has '" + visible(text) + "', expected an exit code from 0 to 255");
    return code;
}

std::string name_of(int signal) {
    const char* const name = ::sigabbrev_np(signal);
    return name != nullptr ? std::string("SIG") + name : "signal " + std::to_string(signal);
}

}  // namespace

ExitCodes::ExitCodes(const Value::Map& given) {
    for (const auto& [text, word] : given) {
        const int code = read_code(text);
        if (!word.is_text() || !kind_called(word.text()))
            throw ValueError("'exit_codes' has " + (word.is_text() ? "'" + visible(word.text()) + "'" : word.kind()) +
                             " for " + text + ", expected success, failure, unreachable or credentials-refused");
        words_.emplace(code, word.text());
    }
}

Outcome ExitCodes::outcome_of(const Ending& ending, const std::string& program) const {
    if (ending.signal != 0) return Outcome::failure(program + " was ended by " + name_of(ending.signal));
    const std::string message = program + " exited with " + std::to_string(ending.exit_code);
    const auto found = words_.find(ending.exit_code);
    if (found == words_.end()) return ending.exit_code == 0 ? Outcome::success(message) : Outcome::failure(message);
    return {*kind_called(found->second), message + ", which the job takes for " + found->second};
}

}  // namespace errand::shell
