#pragma once

#include <string>
#include <string_view>

#include "errand/error.hpp"

namespace errand {

/// The endpoints of an authorization server. A value.
struct ServerMetadata {
    std::string token_endpoint;
    /// Empty where the server has none.
    std::string introspection_endpoint;
    std::string revocation_endpoint;

    friend bool operator==(const ServerMetadata&, const ServerMetadata&) = default;
};

/// Whose endpoints are meant where a server has other ones for clients that show a certificate.
/// Source: RFC 8705 section 5.
enum class EndpointsFor { any_client, client_with_certificate };

/// A document is not the metadata of the server that was asked for. The message is a half-sentence.
class BadServerMetadata : public ServiceUnreachable {
public:
    using ServiceUnreachable::ServiceUnreachable;
};

/// Reads the metadata document of `issuer`.
/// \throws BadServerMetadata for anything but a JSON object whose `issuer` is the one that was asked for, byte by byte,
/// and whose endpoints are URLs that credentials may be sent to.
/// Source: RFC 8414 sections 2 and 3.3; OpenID Connect Discovery 1.0 section 4.3.
ServerMetadata parse_server_metadata(std::string_view body, const std::string& issuer,
                                     EndpointsFor client = EndpointsFor::any_client);

}  // namespace errand
