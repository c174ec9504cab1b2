#pragma once

#include <regex>
#include <string>

#include "support/command.hpp"

namespace errand::testing {

/// What a run logged, without what differs from run to run, and without what `probe.echo` says of itself.
inline std::string run_log(const CommandResult& result) {
    static const std::regex time("[0-9]{4}-[0-9-]{5}T[0-9:]{8}Z ");
    static const std::regex duration("after ([0-9]+m?s)+");
    static const std::regex echo("warning: task '[^']+': about to put out\n");
    const std::string log = std::regex_replace(std::regex_replace(result.err, time, ""), duration, "after A WHILE");
    return std::regex_replace(log, echo, "");
}

}  // namespace errand::testing
