#include "sandbox/loopback_server.hpp"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>
#include <Poco/URI.h>

#include "base/error.hpp"

namespace errand {

namespace {

constexpr std::size_t kBodyLimit = 64 * 1024;
constexpr int kConnections = 64;

using Handler = LoopbackServer::Handler;

/// The body, or nothing when it is too large.
std::optional<std::string> read_body(Poco::Net::HTTPServerRequest& request) {
    std::string body(kBodyLimit + 1, '\0');
    request.stream().read(body.data(), static_cast<std::streamsize>(body.size()));
    body.resize(static_cast<std::size_t>(request.stream().gcount()));
    if (body.size() > kBodyLimit) return std::nullopt;
    return body;
}

/// Nothing when the target of the request cannot be read.
std::optional<SandboxRequest> read_request(const Poco::Net::HTTPServerRequest& request, std::string body) {
    try {
        const Poco::URI target(request.getURI());
        return SandboxRequest{request.getMethod(),      target.getPath(),
                              target.getRawQuery(),     request.get("Authorization", ""),
                              request.getContentType(), std::move(body)};
    } catch (const Poco::SyntaxException&) {
        return std::nullopt;
    }
}

/// Between Poco and the handler.
class Exchange final : public Poco::Net::HTTPRequestHandler {
public:
    explicit Exchange(const Handler& handler) : handler_(handler) {}

    void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override {
        auto body = read_body(request);
        // What is left of the body would be read as the next request.
        if (!body) return refuse(response, Poco::Net::HTTPResponse::HTTP_REQUEST_ENTITY_TOO_LARGE);
        const auto asked = read_request(request, std::move(*body));
        if (!asked) return refuse(response, Poco::Net::HTTPResponse::HTTP_BAD_REQUEST);
        send(handler_(*asked), response);
    }

private:
    static void refuse(Poco::Net::HTTPServerResponse& response, Poco::Net::HTTPResponse::HTTPStatus status) {
        response.setKeepAlive(false);
        response.setStatusAndReason(status);
        response.setContentLength(0);
        response.send();
    }

    static void send(const HttpResponse& answer, Poco::Net::HTTPServerResponse& response) {
        response.setStatusAndReason(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(answer.status));
        for (const auto& [name, value] : answer.headers) response.add(name, value);
        response.sendBuffer(answer.body.data(), answer.body.size());
    }

    const Handler& handler_;
};

class ExchangeFactory final : public Poco::Net::HTTPRequestHandlerFactory {
public:
    explicit ExchangeFactory(Handler handler) : handler_(std::move(handler)) {}
    Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
        return new Exchange(handler_);
    }

private:
    const Handler handler_;
};

Poco::Net::ServerSocket make_socket(const std::optional<ServerCertificate>& certificate) {
    if (!certificate) return Poco::Net::ServerSocket();
    try {
        const Poco::Net::Context::Ptr context(
            new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, certificate->key.string(),
                                   certificate->certificate.string(), "", Poco::Net::Context::VERIFY_NONE));
        return Poco::Net::SecureServerSocket(context);
    } catch (const Poco::Exception& error) {
        throw CommandError(ExitCode::configuration, "cannot serve TLS with the certificate " +
                                                        certificate->certificate.string() + " and the key " +
                                                        certificate->key.string() + ": " + error.message());
    }
}

Poco::Net::ServerSocket listen(Poco::Net::ServerSocket socket, std::uint16_t port) {
    try {
        // Without SO_REUSEPORT, which would let a second server listen on the same port.
        socket.bind(Poco::Net::SocketAddress("127.0.0.1", port), true, false);
        socket.listen(kConnections);
        return socket;
    } catch (const Poco::Exception& error) {
        throw CommandError(ExitCode::usage, "cannot listen on 127.0.0.1:" + std::to_string(port) + ": " +
                                                std::generic_category().message(error.code()) +
                                                "; choose another port, or 0 for any that is free");
    }
}

Poco::Net::HTTPServerParams::Ptr limits() {
    Poco::Net::HTTPServerParams::Ptr params(new Poco::Net::HTTPServerParams);
    params->setMaxThreads(kConnections);
    params->setMaxQueued(kConnections);
    params->setKeepAlive(true);
    params->setKeepAliveTimeout(Poco::Timespan(15, 0));
    params->setTimeout(Poco::Timespan(10, 0));
    return params;
}

}  // namespace

class LoopbackServer::Parts {
public:
    explicit Parts(const Poco::Net::ServerSocket& listening) : socket(listening) {}

    Poco::ThreadPool threads{2, kConnections};
    Poco::Net::ServerSocket socket;
    std::unique_ptr<Poco::Net::HTTPServer> server;
};

LoopbackServer::LoopbackServer(std::uint16_t port, const std::optional<ServerCertificate>& certificate)
    : parts_(std::make_unique<Parts>(listen(make_socket(certificate), port))) {}

LoopbackServer::~LoopbackServer() {
    // Poco looks only four times a second whether to stop; the end of the listening socket wakes it at once.
    parts_->socket.impl()->shutdownReceive();
    if (parts_->server) parts_->server->stopAll(true);
    parts_->threads.joinAll();
}

std::uint16_t LoopbackServer::port() const { return parts_->socket.address().port(); }

void LoopbackServer::start(Handler handler) {
    parts_->server = std::make_unique<Poco::Net::HTTPServer>(new ExchangeFactory(std::move(handler)), parts_->threads,
                                                             parts_->socket, limits());
    parts_->server->start();
}

}  // namespace errand

#if defined(__SANITIZE_THREAD__)
/// Poco counts who still holds a connection's delegate, and ThreadSanitizer does not see how: Debian's Poco is not
/// built with it. So the last one to let go, of whom nobody else knows any more, seems to race with those before it.
extern "C" __attribute__((visibility("default"))) const char* __tsan_default_suppressions() {
    return "race:Poco::Delegate<Poco::Net::HTTPServerConnection, bool const, false>::~Delegate\n";
}
#endif
