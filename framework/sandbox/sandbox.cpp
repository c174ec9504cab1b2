#include "sandbox/sandbox.hpp"

#include "sandbox/random.hpp"
#include "sandbox/router.hpp"

namespace errand {

namespace {

constexpr const char* kClientId = "3f6c2a1e-0000-4000-8000-00000000c1d0";

}  // namespace

class Sandbox::Parts {
public:
    Parts(SandboxOptions options, const Clock& clock)
        : server(std::make_unique<LoopbackServer>(options.port, options.tls)),
          url((options.tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(server->port())),
          tokens(clock, options.token_lifetime),
          endpoints(options.endpoints, client_id),
          auth(tokens, client_id, client_secret, url),
          transfer(tokens, endpoints),
          router(auth, transfer, std::move(options.faults), options.latency, std::move(options.log)) {
        server->start([this](const SandboxRequest& request) { return router.answer(request); });
    }
    /// Ends the threads that use the other parts before those go.
    ~Parts() {
        router.stop();
        server.reset();
    }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    const std::string client_id = kClientId;
    const Secret client_secret = Secret(random_hex(32));
    std::unique_ptr<LoopbackServer> server;
    const std::string url;
    TokenTable tokens;
    const EndpointCatalog endpoints;
    AuthService auth;
    TransferService transfer;
    Router router;
};

Sandbox::Sandbox(SandboxOptions options, const Clock& clock)
    : parts_(std::make_unique<Parts>(std::move(options), clock)) {}

Sandbox::~Sandbox() = default;

const std::string& Sandbox::url() const { return parts_->url; }

const std::string& Sandbox::client_id() const { return parts_->client_id; }

const Secret& Sandbox::client_secret() const { return parts_->client_secret; }

std::string Sandbox::shell_exports() const {
    return "export GLOBUS_CLIENT_ID=" + client_id() +
           "\nexport GLOBUS_CLIENT_SECRET=" + std::string(client_secret().reveal()) +
           "\nexport GLOBUS_SDK_SERVICE_URL_AUTH=" + url() + "\nexport GLOBUS_SDK_SERVICE_URL_TRANSFER=" + url() + "\n";
}

std::size_t Sandbox::request_count() const { return parts_->router.request_count(); }

}  // namespace errand
