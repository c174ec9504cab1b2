#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "sandbox/message.hpp"

namespace errand {

/// The PEM files of a server that speaks TLS.
struct ServerCertificate {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

/// An HTTP server on 127.0.0.1.
///
/// It serves at most 64 connections at a time, keeps them for 15 s between requests, waits 10 s at most for the next
/// part of one, and takes bodies of 64 KiB.
class LoopbackServer {
public:
    /// Called from several threads at once; must not throw.
    using Handler = std::function<HttpResponse(const SandboxRequest&)>;

    /// Listens, but serves nothing before start(). `port` 0 means any that is free.
    /// \throws CommandError with ExitCode::usage if the port is taken, ExitCode::configuration if a file will not do.
    LoopbackServer(std::uint16_t port, const std::optional<ServerCertificate>& certificate);
    /// Cuts the connections that are left and waits for their threads.
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    std::uint16_t port() const;
    /// Call once.
    void start(Handler handler);

private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace errand
