#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace errand {

/// A failure that the sandbox answers with on purpose.
struct Fault {
    std::string method;
    /// Without a query; matches whole.
    std::string path;
    /// 400 to 599.
    int status = 0;
    /// How often before requests succeed. Nothing: always.
    std::optional<unsigned> count = {};

    friend bool operator==(const Fault&, const Fault&) = default;
};

/// Reads `METHOD PATH=STATUS[*COUNT]`, such as `POST /v2/oauth2/token=503*2`.
/// \throws CommandError with ExitCode::usage, saying what is wrong with it.
Fault parse_fault(std::string_view text);

/// The faults still to come.
///
/// Thread-safety: take() may be called concurrently.
class FaultPlan {
public:
    explicit FaultPlan(std::vector<Fault> faults) : faults_(std::move(faults)) {}

    /// The status to fail this request with, if it is to fail. Uses up the first fault that matches.
    std::optional<int> take(std::string_view method, std::string_view path);

private:
    std::mutex mutex_;
    std::vector<Fault> faults_;
};

}  // namespace errand
