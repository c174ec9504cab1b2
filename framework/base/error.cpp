#include "base/error.hpp"

#include <array>
#include <cerrno>

namespace errand {

namespace {

int rank(ExitCode code) {
    constexpr std::array order = {ExitCode::done,          ExitCode::task_failed, ExitCode::usage,
                                  ExitCode::state,         ExitCode::not_started, ExitCode::internal_fault,
                                  ExitCode::time_limit,    ExitCode::unreachable, ExitCode::credentials,
                                  ExitCode::configuration, ExitCode::cancelled};
    int place = 0;
    while (order[static_cast<std::size_t>(place)] != code) ++place;
    return place;
}

}  // namespace

ExitCode more_important(ExitCode left, ExitCode right) { return rank(left) >= rank(right) ? left : right; }

std::system_error system_error(int error_number, const std::string& what) {
    return {error_number, std::generic_category(), what};
}

std::system_error system_error(const std::string& what) { return system_error(errno, what); }

}  // namespace errand
