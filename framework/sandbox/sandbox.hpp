#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "errand/secret.hpp"
#include "sandbox/fault.hpp"
#include "sandbox/loopback_server.hpp"

namespace errand {

struct SandboxOptions {
    /// 0 means any that is free.
    std::uint16_t port = 0;
    std::size_t endpoints = 250;
    std::chrono::seconds token_lifetime = std::chrono::hours(48);
    std::vector<Fault> faults = {};
    /// Added to every answer.
    std::chrono::milliseconds latency{0};
    /// Plain HTTP when not set.
    std::optional<ServerCertificate> tls = {};
    /// Gets `GET /v0.10/endpoint_search -> 200` for each request, before its answer is sent: never a query, token or
    /// secret. Called from the server's threads, one call at a time.
    std::function<void(std::string_view)> log = {};
};

/// A loopback look-alike of Globus Auth and Globus Transfer, for trying out and for tests.
///
/// It listens on 127.0.0.1 only, from the constructor to the destructor, and forgets everything then. Credentials,
/// scopes and tokens are checked as the real services do.
/// Thread-safety: all members may be called concurrently.
class Sandbox {
public:
    /// Lifetime: `clock` and what `options.log` uses outlive it.
    /// \throws CommandError with ExitCode::usage if the port is taken, ExitCode::configuration if a TLS file will not
    /// do.
    Sandbox(SandboxOptions options, const Clock& clock);
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    /// `http://127.0.0.1:PORT`, or `https://…` with TLS: the base URL of both services.
    const std::string& url() const;
    /// The one client it knows. The same at every start.
    const std::string& client_id() const;
    /// Another one at every start.
    const Secret& client_secret() const;
    /// `export NAME=value` lines for a shell, which point errand and the official Globus clients here. They hold the
    /// secret.
    std::string shell_exports() const;
    /// How many requests came so far.
    std::size_t request_count() const;

private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace errand
