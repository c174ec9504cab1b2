#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "errand/access_token_authorizer.hpp"
#include "errand/globus/offset_pages.hpp"
#include "errand/globus/service_client.hpp"
#include "errand/http_client.hpp"
#include "errand/value.hpp"

namespace errand::globus {

/// The resource server of Globus Transfer, and the scope for all that it does.
inline constexpr char kTransferResourceServer[] = "transfer.api.globus.org";
inline constexpr char kTransferScope[] = "urn:globus:auth:scope:transfer.api.globus.org:all";

/// The values of EndpointSearch::filter_scope.
inline constexpr const char* kEndpointFilterScopes[] = {
    "all",    "administered-by-me", "my-endpoints",  "my-gcp-endpoints", "recently-used",
    "in-use", "shared-by-me",       "shared-with-me"};

/// The service shows no more of a search than this.
inline constexpr std::int64_t kEndpointSearchCap = 1000;

/// What to look for among the endpoints and collections. What is not set is not sent.
struct EndpointSearch {
    /// One of kEndpointFilterScopes.
    std::optional<std::string> filter_scope = {};
    std::optional<std::string> filter_fulltext = {};
    /// An identity's id. Not with the scopes my-endpoints, my-gcp-endpoints and shared-by-me.
    std::optional<std::string> filter_owner_id = {};
    std::optional<std::string> filter_host_endpoint = {};
    /// Not with filter_entity_type.
    std::optional<bool> filter_non_functional = {};
    /// GCP_mapped_collection, GCP_guest_collection, GCSv5_endpoint, GCSv5_mapped_collection or GCSv5_guest_collection.
    std::optional<std::string> filter_entity_type = {};
    /// At most this many endpoints over all pages.
    std::optional<std::int64_t> limit = {};
    /// Skips this many.
    std::optional<std::int64_t> offset = {};
    /// Sent as they are, after the others.
    std::vector<std::pair<std::string, std::string>> extra = {};
};

/// Globus Transfer.
///
/// Thread-safety: all members may be called concurrently.
/// Lifetime: `http` and `authorizer` outlive it, and it outlives the pages that it gave.
/// Every member that asks the service throws what ServiceClient::get() throws.
class TransferClient {
public:
    /// `base_url` is TaskContext::service_url("transfer").
    TransferClient(HttpClient& http, AccessTokenAuthorizer& authorizer, std::string base_url)
        : service_(http, authorizer, std::move(base_url)) {}

    /// The endpoints found, page by page: all of them unless `search.limit` says less. The service shows at most 1000
    /// of a list; OffsetPages::was_cut() tells when it ended there.
    /// \throws Error for filters that exclude each other, and as the constructor of OffsetPages.
    OffsetPages endpoint_search(const EndpointSearch& search) const;

    /// One page as the service gives it: `DATA` and `has_next_page`. Without `search.limit` it holds at most 100.
    /// \throws Error for filters that exclude each other.
    Value endpoint_search_page(const EndpointSearch& search) const;

    /// The document of one endpoint or collection.
    /// \throws Error if `id` is not a UUID.
    Value get_endpoint(std::string_view id) const;

private:
    const ServiceClient service_;
};

}  // namespace errand::globus
