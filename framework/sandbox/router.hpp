#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>

#include "sandbox/auth_service.hpp"
#include "sandbox/fault.hpp"
#include "sandbox/transfer_service.hpp"

namespace errand {

/// Gives each request to the service it is for, after the planned faults and the latency, and logs it.
///
/// Thread-safety: all members may be called concurrently.
class Router {
public:
    using Log = std::function<void(std::string_view)>;

    /// Lifetime: the services outlive it.
    Router(AuthService& auth, TransferService& transfer, std::vector<Fault> faults, std::chrono::milliseconds latency,
           Log log)
        : auth_(auth), transfer_(transfer), faults_(std::move(faults)), latency_(latency), log_(std::move(log)) {}

    HttpResponse answer(const SandboxRequest& request);
    std::size_t request_count() const { return request_count_; }
    /// Ends the waits for the latency, now and from now on.
    void stop();

private:
    HttpResponse route(const SandboxRequest& request);
    HttpResponse failure(const Fault& fault, const SandboxRequest& request);
    /// A failure in the shape of the service that `request` is for.
    HttpResponse failure(int status, const SandboxRequest& request);
    void wait_for_latency();
    void log(const SandboxRequest& request, int status);

    AuthService& auth_;
    TransferService& transfer_;
    FaultPlan faults_;
    const std::chrono::milliseconds latency_;
    const Log log_;
    std::mutex log_mutex_;
    std::atomic<std::size_t> request_count_ = 0;
    std::mutex stop_mutex_;
    std::condition_variable stop_condition_;
    bool is_stopped_ = false;
};

}  // namespace errand
