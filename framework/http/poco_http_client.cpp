#include "http/poco_http_client.hpp"

#include "base/units.hpp"
#include "http/http_error.hpp"
#include "http/request_text.hpp"
#include "http/response_reader.hpp"
#include "http/retry_policy.hpp"
#include "http/socket_io.hpp"

namespace errand {

namespace {

constexpr std::size_t kMostIdlePerOrigin = 4;
constexpr std::chrono::seconds kLongestIdle(30);

class DeadlineSource final : public ByteSource {
public:
    DeadlineSource(Connection& connection, const Deadline& deadline) : connection_(connection), deadline_(deadline) {}

    std::size_t read(char* buffer, std::size_t size) override { return connection_.read(buffer, size, deadline_); }

private:
    Connection& connection_;
    const Deadline& deadline_;
};

}  // namespace

/// One request and its answer, on one connection or, where a kept one failed, two.
class PocoHttpClient::Exchange {
public:
    Exchange(PocoHttpClient& client, const HttpRequest& request)
        : client_(client),
          request_(request),
          url_(parse_http_url(request.url)),
          text_(request_text(request, url_, client.settings_.user_agent)),
          deadline_(client.settings_.timeout, client.settings_.give_up_descriptor) {
        client.check_allowed(url_);
    }

    HttpResponse run() {
        const std::string title = request_.method + ' ' + without_query(request_.url) + ": ";
        try {
            return over_kept_or_fresh();
        } catch (const CertificateRefused& error) {
            throw CertificateRefused(title + error.what());
        } catch (const DeadlinePassed&) {
            throw ExchangeFailed(title + "no complete answer from " + url_.peer() + " within " +
                                     format_duration(deadline_.allowed()) +
                                     "; check the service, or raise the time-out",
                                 was_sent_);
        } catch (const BadAnswer& error) {
            throw ExchangeFailed(title + "the answer of " + url_.peer() + ' ' + error.what() +
                                     "; check the URL, and what stands between here and the service",
                                 was_sent_);
        } catch (const ServiceUnreachable& error) {
            throw ExchangeFailed(title + error.what(), was_sent_);
        } catch (const Error& error) {
            throw Error(title + error.what());
        }
    }

private:
    HttpResponse over_kept_or_fresh() {
        if (auto kept = client_.take_idle(url_.origin())) {
            bool has_begun = false;
            try {
                return over(std::move(kept), has_begun);
            } catch (const DeadlinePassed&) {
                throw;
            } catch (const Error&) {
                // Closed before a byte of the answer came: most likely it had been idle for too long.
                if (has_begun || !is_repeatable(request_)) throw;
                was_sent_ = false;
            }
        }
        bool has_begun = false;
        return over(client_.connector_->open(url_, deadline_), has_begun);
    }

    HttpResponse over(std::unique_ptr<Connection> connection, bool& has_begun) {
        DeadlineSource source(*connection, deadline_);
        ResponseReader reader(source, client_.settings_.max_response_bytes);
        was_sent_ = true;
        try {
            connection->write(text_, deadline_);
            HttpResponse response = reader.read(request_.method);
            if (reader.can_reuse_connection()) client_.keep(url_.origin(), std::move(connection));
            return response;
        } catch (...) {
            has_begun = reader.has_begun();
            throw;
        }
    }

    PocoHttpClient& client_;
    const HttpRequest& request_;
    const HttpUrl url_;
    const std::string text_;
    const Deadline deadline_;
    bool was_sent_ = false;
};

PocoHttpClient::PocoHttpClient(HttpClientSettings settings)
    : settings_(std::move(settings)), connector_(make_connector(settings_)) {}

PocoHttpClient::~PocoHttpClient() = default;

HttpResponse PocoHttpClient::send(const HttpRequest& request) { return Exchange(*this, request).run(); }

void PocoHttpClient::check_allowed(const HttpUrl& url) const {
    if (is_loopback(url.host)) return;
    if (settings_.loopback_only)
        throw Error(without_query(url.origin() + url.target) +
                    ": refused: a sandbox run reaches nothing beyond loopback");
    if (!url.is_secure)
        throw Error(without_query(url.origin() + url.target) +
                    ": refused: http:// is for loopback addresses only; use https://");
}

std::unique_ptr<Connection> PocoHttpClient::take_idle(const std::string& origin) {
    const auto oldest = std::chrono::steady_clock::now() - kLongestIdle;
    const std::lock_guard lock(mutex_);
    std::vector<Idle>& idle = idle_[origin];
    while (!idle.empty()) {
        Idle last = std::move(idle.back());
        idle.pop_back();
        if (last.since >= oldest && !last.connection->is_stale()) return std::move(last.connection);
    }
    return nullptr;
}

void PocoHttpClient::keep(const std::string& origin, std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    std::vector<Idle>& idle = idle_[origin];
    if (idle.size() < kMostIdlePerOrigin) idle.push_back({std::move(connection), std::chrono::steady_clock::now()});
}

}  // namespace errand
