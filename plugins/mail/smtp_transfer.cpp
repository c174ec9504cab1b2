#include "smtp_transfer.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string_view>

#include "errand/answer/visible.hpp"
#include "errand/error.hpp"
#include "smtp_reply.hpp"

namespace errand::mail {

namespace {

bool is_loopback(const sockaddr& address) {
    if (address.sa_family == AF_INET)
        return ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr) >> 24 == 127;
    return address.sa_family == AF_INET6 &&
           IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6&>(address).sin6_addr);
}

/// One conversation with a server, by libcurl.
class Transfer {
public:
    Transfer(const MailServer& server, const Delivery& delivery, std::chrono::milliseconds patience,
             const std::function<bool()>& is_cancelled)
        : server_(server), unsent_(delivery.mail), patience_(patience), is_cancelled_(is_cancelled) {
        // Once in a process, whatever else uses it.
        static const CURLcode kBegun = ::curl_global_init(CURL_GLOBAL_DEFAULT);
        curl_.reset(::curl_easy_init());
        if (kBegun != CURLE_OK || !curl_) throw Error("libcurl cannot be used");
        set_server();
        set_tls();
        set_login();
        set_delivery(delivery);
        set_limits();
    }

    std::string run() {
        const CURLcode result = ::curl_easy_perform(curl_.get());
        if (result != CURLE_OK) refuse(result);
        return reply_.text();
    }

private:
    using Curl = std::unique_ptr<CURL, void (*)(CURL*)>;
    using List = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

    template <class T>
    void set(CURLoption option, T value) {
        if (const CURLcode result = ::curl_easy_setopt(curl_.get(), option, value); result != CURLE_OK)
            throw Error(std::string("libcurl does not take an option: ") + ::curl_easy_strerror(result));
    }

    void set_server() {
        const bool is_ipv6 = server_.host.find(':') != std::string::npos;
        const std::string host = is_ipv6 ? '[' + server_.host + ']' : server_.host;
        const char* const scheme = server_.tls == Tls::implicit ? "smtps://" : "smtp://";
        set(CURLOPT_URL, (scheme + host + ':' + std::to_string(server_.port)).c_str());
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        // Whatever the environment says: there are no proxies for mail.
        set(CURLOPT_PROXY, "");
        set(CURLOPT_ERRORBUFFER, problem_.data());
        set(CURLOPT_HEADERDATA, this);
        set(CURLOPT_HEADERFUNCTION, &on_line);
    }

    void set_tls() {
        set(CURLOPT_USE_SSL, static_cast<long>(server_.tls == Tls::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        if (server_.ca_file.empty()) {
            // Looked up one by one: to read them all takes longer than all the rest.
            set(CURLOPT_CAINFO, static_cast<const char*>(nullptr));
            set(CURLOPT_CAPATH, "/etc/ssl/certs");
        } else {
            set(CURLOPT_CAINFO, server_.ca_file.c_str());
            set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
        }
        if (server_.tls != Tls::none) return;
        set(CURLOPT_OPENSOCKETDATA, this);
        set(CURLOPT_OPENSOCKETFUNCTION, &on_connect);
    }

    void set_login() {
        if (server_.user.empty()) return;
        set(CURLOPT_USERNAME, server_.user.c_str());
        set(CURLOPT_PASSWORD, std::string(server_.password.reveal()).c_str());
    }

    void set_delivery(const Delivery& delivery) {
        set(CURLOPT_MAIL_FROM, ('<' + delivery.sender + '>').c_str());
        for (const std::string& recipient : delivery.recipients)
            recipients_.reset(::curl_slist_append(recipients_.release(), ('<' + recipient + '>').c_str()));
        set(CURLOPT_MAIL_RCPT, recipients_.get());
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(unsent_.size()));
        set(CURLOPT_READDATA, this);
        set(CURLOPT_READFUNCTION, &on_read);
    }

    void set_limits() {
        set(CURLOPT_NOSIGNAL, 1L);
        const auto most = std::chrono::milliseconds(std::chrono::hours(24));
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::clamp(patience_, std::chrono::milliseconds(1), most).count()));
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFODATA, this);
        set(CURLOPT_XFERINFOFUNCTION, &on_progress);
    }

    // What libcurl calls, with this object.
    static std::size_t on_line(char* line, std::size_t size, std::size_t count, void* self) {
        return static_cast<Transfer*>(self)->hear({line, size * count}) ? size * count : 0;
    }
    static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self) {
        std::string_view& unsent = static_cast<Transfer*>(self)->unsent_;
        const std::size_t copied = unsent.copy(buffer, size * count);
        unsent.remove_prefix(copied);
        return copied;
    }
    static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        return static_cast<Transfer*>(self)->is_cancelled_() ? 1 : 0;
    }
    static curl_socket_t on_connect(void* self, curlsocktype, curl_sockaddr* address) {
        const bool is_beyond = !is_loopback(address->addr);
        static_cast<Transfer*>(self)->is_beyond_loopback_ = is_beyond;
        return is_beyond ? CURL_SOCKET_BAD
                         : ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    }

    /// Takes a line of the server. False to end the conversation: libcurl would go on without a log-in where none is
    /// offered.
    bool hear(std::string_view line) {
        constexpr int kReady = 220;
        constexpr int kDone = 250;
        // The answer to QUIT says nothing of the mail.
        constexpr std::string_view kClosing = "221";
        if (line.substr(0, kClosing.size()) == kClosing) return true;
        reply_.take_line(line);
        if (!reply_.is_complete()) return true;
        if (reply_.code() == kReady) ++greetings_;
        const int greetings_before_login = server_.tls == Tls::starttls ? 2 : 1;
        if (reply_.code() != kDone || greetings_ != greetings_before_login || knows_offer_) return true;
        knows_offer_ = true;
        lacks_login_ = !server_.user.empty() && reply_.text().find(" AUTH") == std::string::npos;
        return !lacks_login_;
    }

    std::string peer() const { return server_.host + ':' + std::to_string(server_.port); }

    [[noreturn]] void refuse(CURLcode result) const {
        if (result == CURLE_ABORTED_BY_CALLBACK) throw Cancelled("the run asked the task to end");
        if (is_beyond_loopback_)
            throw Error(peer() +
                        " is not on this machine, and only there goes mail without TLS; say 'tls: starttls' or "
                        "'tls: implicit'");
        if (reply_.code() >= 400) refuse_reply(result);
        if (result == CURLE_LOGIN_DENIED || lacks_login_)
            throw Error(peer() + " offers no way to log in that is known here, but there is a 'user'");
        if (result == CURLE_USE_SSL_FAILED)
            throw Error(peer() +
                        " does not offer STARTTLS, so nothing was sent; check the port, or say 'tls: implicit' if "
                        "it speaks TLS from the beginning");
        if (result == CURLE_SSL_CACERT_BADFILE)
            throw Error("the certificate authorities in " + server_.ca_file + " cannot be read");
        if (result == CURLE_OPERATION_TIMEDOUT)
            throw ServiceUnreachable(peer() + " did not take the mail in time: " + say_problem(result));
        if (result == CURLE_SSL_CONNECT_ERROR)
            throw ServiceUnreachable("no TLS with " + peer() + ": " + say_problem(result) +
                                     "; check the port, and 'tls'");
        if (result == CURLE_PEER_FAILED_VERIFICATION)
            throw ServiceUnreachable("the certificate of " + peer() + " was refused: " + say_problem(result) +
                                     "; check the host, and 'ca_file' if its authority is your own");
        throw ServiceUnreachable("no mail can be handed to " + peer() + ": " + say_problem(result));
    }

    [[noreturn]] void refuse_reply(CURLcode result) const {
        constexpr int kAuthenticationRequired = 530;
        const std::string said = ": " + visible(reply_.text(), 500);
        if (reply_.code() < 500) throw ServiceUnreachable(peer() + " does not take the mail now" + said);
        if (result == CURLE_LOGIN_DENIED)
            throw CredentialsRefused(peer() + " refused the user '" + visible(server_.user, 200) + "' or the password" +
                                     said);
        if (reply_.code() == kAuthenticationRequired)
            throw CredentialsRefused(peer() + " takes no mail without a 'user' and a 'password'" + said);
        throw Error(peer() + " refused the mail" + said);
    }

    /// What libcurl says of it.
    std::string say_problem(CURLcode result) const {
        const std::string_view problem = problem_.data();
        return problem.empty() ? ::curl_easy_strerror(result) : visible(problem, 500);
    }

    const MailServer& server_;
    std::string_view unsent_;
    const std::chrono::milliseconds patience_;
    const std::function<bool()>& is_cancelled_;
    std::array<char, CURL_ERROR_SIZE> problem_ = {};
    List recipients_{nullptr, ::curl_slist_free_all};
    SmtpReply reply_;
    int greetings_ = 0;
    bool knows_offer_ = false;
    bool lacks_login_ = false;
    bool is_beyond_loopback_ = false;
    /// Ends before what it uses.
    Curl curl_{nullptr, ::curl_easy_cleanup};
};

}  // namespace

std::string deliver(const MailServer& server, const Delivery& delivery, std::chrono::milliseconds patience,
                    const std::function<bool()>& is_cancelled) {
    return Transfer(server, delivery, patience, is_cancelled).run();
}

}  // namespace errand::mail
