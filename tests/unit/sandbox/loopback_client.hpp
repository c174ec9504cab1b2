#pragma once

#include <Poco/Base64Encoder.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>

#include <memory>
#include <sstream>
#include <string>

#include "errand/http_client.hpp"
#include "sandbox/sandbox.hpp"

namespace errand::testing {

/// Speaks plain HTTP to a sandbox over one kept connection.
class LoopbackClient {
public:
    explicit LoopbackClient(const Sandbox& sandbox)
        : session_("127.0.0.1", Poco::URI(sandbox.url()).getPort()), basic_(basic(sandbox)) {
        session_.setKeepAlive(true);
        session_.setTimeout(Poco::Timespan(10, 0));
    }

    HttpResponse send(const std::string& method, const std::string& target, const std::string& authorization = "",
                      const std::string& body = "", const std::string& content_type = "") {
        Poco::Net::HTTPRequest request(method, target, Poco::Net::HTTPMessage::HTTP_1_1);
        if (!authorization.empty()) request.set("Authorization", authorization);
        if (!content_type.empty()) request.setContentType(content_type);
        if (method != "GET") request.setContentLength(static_cast<std::streamsize>(body.size()));
        session_.sendRequest(request) << body;
        Poco::Net::HTTPResponse received;
        HttpResponse response;
        Poco::StreamCopier::copyToString(session_.receiveResponse(received), response.body);
        response.status = received.getStatus();
        for (const auto& [name, value] : received) response.headers.add(name, value);
        return response;
    }

    HttpResponse get(const std::string& target, const std::string& token) {
        return send("GET", target, token.empty() ? "" : "Bearer " + token);
    }
    /// As the client itself.
    HttpResponse post(const std::string& target, const std::string& form) {
        return send("POST", target, basic_, form, "application/x-www-form-urlencoded");
    }
    HttpResponse grant(const std::string& scope) {
        std::string encoded;
        Poco::URI::encode(scope, ":/?#[]@*+&=", encoded);
        return post("/v2/oauth2/token", "grant_type=client_credentials&scope=" + encoded);
    }

    static std::string basic(const std::string& id, const std::string& secret) {
        std::ostringstream encoded;
        Poco::Base64Encoder encoder(encoded);
        encoder.rdbuf()->setLineLength(0);
        encoder << id << ':' << secret;
        encoder.close();
        return "Basic " + encoded.str();
    }

private:
    static std::string basic(const Sandbox& sandbox) {
        return basic(sandbox.client_id(), std::string(sandbox.client_secret().reveal()));
    }

    Poco::Net::HTTPClientSession session_;
    const std::string basic_;
};

inline constexpr const char* kTransferScope = "urn:globus:auth:scope:transfer.api.globus.org:all";

}  // namespace errand::testing
