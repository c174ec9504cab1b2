#include "http/socket_http_client.hpp"

#include "base/units.hpp"
#include "http/answer_source.hpp"
#include "http/content_coding.hpp"
#include "http/http_error.hpp"
#include "http/request_text.hpp"
#include "http/retry_policy.hpp"

namespace errand {

namespace {

std::chrono::milliseconds time_left(const HttpRequest& request) {
    const auto left = request.deadline - std::chrono::steady_clock::now();
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(left), std::chrono::milliseconds(0));
}

}  // namespace

/// One request and its answer, on one connection or, where a kept one failed, two.
class SocketHttpClient::Exchange {
public:
    Exchange(SocketHttpClient& client, const HttpRequest& request)
        : client_(client),
          request_(request),
          url_(parse_http_url(request.url)),
          text_(request_text(request, url_, client.settings_.user_agent)),
          deadline_(
              Deadline(client.settings_.timeout, client.settings_.give_up_descriptor).within(time_left(request))) {
        client.check_allowed(url_);
    }

    HttpResponse run() {
        const std::string title = request_.method + ' ' + without_query(request_.url) + ": ";
        try {
            return over_kept_or_fresh();
        } catch (const DeadlinePassed&) {
            throw ExchangeFailed(title + describe_lateness(), Failure::late, was_sent_);
        } catch (const BadAnswer& error) {
            throw ExchangeFailed(title + "the answer of " + url_.peer() + ' ' + error.what() +
                                     "; check the URL, and what stands between here and the service",
                                 error.failure(), was_sent_);
        } catch (const ExchangeFailed& error) {
            throw ExchangeFailed(title + error.what(), error.failure(), was_sent_);
        } catch (const Cancelled&) {
            throw;
        } catch (const Error& error) {
            throw Error(title + error.what());
        }
    }

private:
    HttpResponse over_kept_or_fresh() {
        if (auto kept = client_.idle_.take(url_.origin())) {
            try {
                return over(std::move(kept));
            } catch (const ExchangeFailed& error) {
                rethrow_unless_lost(error.failure());
            } catch (const BadAnswer& error) {
                rethrow_unless_lost(error.failure());
            }
        }
        was_sent_ = false;
        return over(client_.connector_->open(url_, deadline_));
    }

    /// A connection that closed before a byte of the answer came has most likely been idle for too long.
    /// To be called while an exception is handled.
    void rethrow_unless_lost(Failure failure) const {
        if (failure != Failure::broken || has_begun_ || !is_repeatable(request_)) throw;
    }

    HttpResponse over(std::unique_ptr<Connection> connection) {
        was_sent_ = true;
        is_written_ = false;
        connection->write(text_, deadline_);
        is_written_ = true;
        AnswerSource source(*connection, deadline_.within(client_.settings_.first_byte_timeout), deadline_);
        ResponseReader reader(source, client_.settings_.max_response_bytes);
        try {
            HttpResponse response = reader.read(request_.method);
            undo_content_coding(response, client_.settings_.max_response_bytes);
            if (reader.can_reuse_connection()) client_.idle_.keep(url_.origin(), std::move(connection));
            return response;
        } catch (...) {
            has_begun_ = reader.has_begun();
            throw;
        }
    }

    std::string describe_lateness() const {
        if (time_left(request_).count() == 0)
            return "no complete answer from " + url_.peer() +
                   " by the deadline of the request; check the service, or give it more time";
        const bool waited_for_first_byte = is_written_ && !has_begun_ && deadline_.remaining().count() > 0;
        if (waited_for_first_byte)
            return "no answer from " + url_.peer() + " within " +
                   format_duration(client_.settings_.first_byte_timeout) +
                   " of the request; check the service, or raise the time-out of the first byte";
        return "no complete answer from " + url_.peer() + " within " + format_duration(deadline_.allowed()) +
               "; check the service, or raise the time-out";
    }

    SocketHttpClient& client_;
    const HttpRequest& request_;
    const HttpUrl url_;
    const std::string text_;
    const Deadline deadline_;
    bool was_sent_ = false;
    bool is_written_ = false;
    bool has_begun_ = false;
};

SocketHttpClient::SocketHttpClient(HttpClientSettings settings)
    : settings_(std::move(settings)), connector_(make_connector(settings_)) {}

SocketHttpClient::~SocketHttpClient() = default;

HttpResponse SocketHttpClient::send(const HttpRequest& request) { return Exchange(*this, request).run(); }

void SocketHttpClient::check_allowed(const HttpUrl& url) const {
    if (is_loopback(url.host)) return;
    if (settings_.loopback_only)
        throw Error(without_query(url.origin() + url.target) +
                    ": refused: a sandbox run reaches nothing beyond loopback");
    if (!url.is_secure)
        throw Error(without_query(url.origin() + url.target) +
                    ": refused: http:// is for loopback addresses only; use https://");
}

}  // namespace errand
