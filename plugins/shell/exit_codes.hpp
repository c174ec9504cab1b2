#pragma once

#include <map>
#include <string>

#include "errand/outcome.hpp"
#include "errand/value.hpp"

namespace errand::shell {

/// How a program ended.
struct Ending {
    /// 128 + the signal's number where a signal ended it, as a shell has it.
    int exit_code = 0;
    /// 0 where it ended by itself.
    int signal = 0;
};

/// What the exit codes of a program mean to a job. A value.
class ExitCodes {
public:
    /// \param given words by exit codes: `{"75": "unreachable"}`
    /// \throws ValueError unless the codes are from 0 to 255 and the words among `success`, `failure`, `unreachable`
    /// and `credentials-refused`.
    explicit ExitCodes(const Value::Map& given);

    /// A code without a word is a success if it is 0, and a failure otherwise, as any end by a signal is.
    /// \param program what ended, at the beginning of the message
    Outcome outcome_of(const Ending& ending, const std::string& program) const;

private:
    std::map<int, std::string> words_;
};

}  // namespace errand::shell
