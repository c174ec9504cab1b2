#include "http/proxy_tunnel.hpp"

#include "http/answer_source.hpp"
#include "http/http_error.hpp"

namespace errand {

namespace {

std::string connect_text(const Proxy& proxy, const HttpUrl& url) {
    std::string text = "CONNECT " + url.peer() + " HTTP/1.1\r\nHost: " + url.peer() + "\r\n";
    if (!proxy.authorization.empty())
        text += "Proxy-Authorization: " + std::string(proxy.authorization.reveal()) + "\r\n";
    return text + "\r\n";
}

/// Why it did not connect, from the status of its answer, and what to do.
ExchangeFailed refusal(const Proxy& proxy, const HttpUrl& url, int status) {
    const std::string name = "the proxy " + proxy.address.peer();
    const std::string code = " (" + std::to_string(status) + ')';
    if (status == 407 && proxy.authorization.empty())
        return {name + " wants a user name and password" + code + "; write them into the proxy's URL",
                Failure::proxy_refusal};
    if (status == 407)
        return {name + " refused the user name and password" + code + "; check those in the proxy's URL",
                Failure::proxy_refusal};
    if (status >= 500)
        return {name + " cannot connect to " + url.peer() + code + "; check the URL, and the network behind the proxy",
                Failure::unconnected};
    return {
        name + " does not let through to " + url.peer() + code + "; ask whoever runs it, or list the host in no_proxy",
        Failure::proxy_refusal};
}

}  // namespace

void open_tunnel(Connection& connection, const Proxy& proxy, const HttpUrl& url, const Deadline& deadline) {
    AnswerSource source(connection, deadline, deadline);
    ResponseReader reader(source, 0);
    int status = 0;
    try {
        connection.write(connect_text(proxy, url), deadline);
        status = reader.read("CONNECT").status;
    } catch (const BadAnswer& error) {
        throw ExchangeFailed("the answer of the proxy " + proxy.address.peer() + ' ' + error.what() +
                                 "; check that it is an http:// proxy",
                             error.failure() == Failure::broken ? Failure::unconnected : Failure::proxy_refusal);
    } catch (const ExchangeFailed& error) {
        throw ExchangeFailed("the proxy " + std::string(error.what()), Failure::unconnected);
    }
    if (status / 100 != 2) throw refusal(proxy, url, status);
    if (reader.has_more())
        throw ExchangeFailed(
            "the proxy " + proxy.address.peer() + " sent more than an answer; check what answers there",
            Failure::proxy_refusal);
}

}  // namespace errand
