#include "http/connector.hpp"

#include "base/units.hpp"
#include "http/http_error.hpp"
#include "http/no_proxy_list.hpp"
#include "http/proxy_tunnel.hpp"
#include "http/tcp_connection.hpp"
#include "http/tls_client.hpp"

namespace errand {

namespace {

class SocketConnector final : public Connector {
public:
    explicit SocketConnector(const HttpClientSettings& settings)
        : connect_timeout_(settings.connect_timeout),
          proxy_(parse_proxy(settings.proxy)),
          no_proxy_(settings.proxy.no_proxy),
          tls_(settings) {}

    std::unique_ptr<Connection> open(const HttpUrl& url, const Deadline& deadline) override {
        const bool is_direct = !proxy_ || no_proxy_.contains(url);
        auto plain = is_direct ? open_tcp_connection(url, connect_timeout_, deadline) : through_proxy(url, deadline);
        return url.is_secure ? tls_.secure(std::move(plain), url, deadline) : std::move(plain);
    }

private:
    std::unique_ptr<Connection> through_proxy(const HttpUrl& url, const Deadline& deadline) const {
        auto connection = to_proxy(deadline);
        const Deadline own = deadline.within(connect_timeout_);
        try {
            open_tunnel(*connection, *proxy_, url, own);
        } catch (const DeadlinePassed&) {
            throw ExchangeFailed("the proxy " + proxy_->address.peer() + " did not connect to " + url.peer() +
                                     " within " + format_duration(own.allowed()) +
                                     "; check the URL, and the network behind the proxy",
                                 Failure::unconnected);
        }
        return connection;
    }

    std::unique_ptr<Connection> to_proxy(const Deadline& deadline) const {
        try {
            return open_tcp_connection(proxy_->address, connect_timeout_, deadline);
        } catch (const ExchangeFailed& error) {
            throw ExchangeFailed("the proxy cannot be reached: " + std::string(error.what()), error.failure());
        }
    }

    const std::chrono::milliseconds connect_timeout_;
    const std::optional<Proxy> proxy_;
    const NoProxyList no_proxy_;
    TlsClient tls_;
};

}  // namespace

std::unique_ptr<Connector> make_connector(const HttpClientSettings& settings) {
    return std::make_unique<SocketConnector>(settings);
}

}  // namespace errand
