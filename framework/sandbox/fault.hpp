#pragma once

#include <functional>
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
    /// When set, the failure is that the token lacks one of these, and it is over once it has them.
    std::string required_scopes = {};

    friend bool operator==(const Fault&, const Fault&) = default;
};

/// Reads `METHOD PATH=STATUS[*COUNT]`, such as `POST /v2/oauth2/token=503*2`, or `METHOD PATH=consent:SCOPES`.
/// \throws CommandError with ExitCode::usage, saying what is wrong with it.
Fault parse_fault(std::string_view text);

/// The faults still to come.
///
/// Thread-safety: take() may be called concurrently.
class FaultPlan {
public:
    explicit FaultPlan(std::vector<Fault> faults) : faults_(std::move(faults)) {}

    /// What to fail this request with, if it is to fail. Uses up the first fault that matches.
    /// \param has_scopes whether the token that was sent has all that a scope string names
    std::optional<Fault> take(std::string_view method, std::string_view path,
                              const std::function<bool(const std::string& scopes)>& has_scopes);

private:
    std::mutex mutex_;
    std::vector<Fault> faults_;
};

}  // namespace errand
