#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "errand/task_facts.hpp"
#include "protocol/messages.hpp"

namespace errand {

/// What the supervisor's first message says of a task.
class StartFacts final : public TaskFacts {
public:
    /// Takes the parameters, secrets and services out of `start`, and leaves the tokens in it.
    explicit StartFacts(StartAttempt& start);

    const Parameters& parameters() const override { return parameters_; }
    std::vector<std::string> resource_servers() const override { return resource_servers_; }
    std::string service_url(std::string_view service) const override;
    const RunFacts& run() const override { return run_; }

private:
    const Parameters parameters_;
    std::vector<std::string> resource_servers_;
    const std::map<std::string, std::string, std::less<>> services_;
    const RunFacts run_;
};

}  // namespace errand
