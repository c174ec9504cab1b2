#include "http/connector.hpp"

#include "http/tcp_connection.hpp"
#include "http/tls_client.hpp"

namespace errand {

namespace {

class SocketConnector final : public Connector {
public:
    explicit SocketConnector(const HttpClientSettings& settings)
        : connect_timeout_(settings.connect_timeout), tls_(settings) {}

    std::unique_ptr<Connection> open(const HttpUrl& url, const Deadline& deadline) override {
        auto plain = open_tcp_connection(url, connect_timeout_, deadline);
        return url.is_secure ? tls_.secure(std::move(plain), url, deadline) : std::move(plain);
    }

private:
    const std::chrono::milliseconds connect_timeout_;
    TlsClient tls_;
};

}  // namespace

std::unique_ptr<Connector> make_connector(const HttpClientSettings& settings) {
    return std::make_unique<SocketConnector>(settings);
}

}  // namespace errand
