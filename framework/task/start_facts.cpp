#include "task/start_facts.hpp"

#include <utility>

#include "base/error.hpp"

namespace errand {

StartFacts::StartFacts(StartAttempt& start)
    : parameters_(std::move(start.parameters), std::move(start.secrets)),
      services_(std::move(start.services)),
      run_(std::move(start.run)) {
    for (const TokenGrant& grant : start.tokens) resource_servers_.push_back(grant.resource_server);
}

std::string StartFacts::service_url(std::string_view service) const {
    const auto found = services_.find(service);
    if (found != services_.end()) return found->second;
    throw Error("the task's provider knows no service called '" + std::string(service) + "'");
}

}  // namespace errand
