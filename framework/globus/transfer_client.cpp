#include "errand/globus/transfer_client.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "errand/answer/visible.hpp"
#include "errand/error.hpp"

namespace errand::globus {

namespace {

constexpr char kSearchPath[] = "v0.10/endpoint_search";

/// The service would ignore one of the two or answer with an error that does not say which.
void refuse_conflicts(const EndpointSearch& search) {
    constexpr std::array<std::string_view, 3> kOwnScopes = {"my-endpoints", "my-gcp-endpoints", "shared-by-me"};
    const bool is_own = search.filter_scope &&
                        std::find(kOwnScopes.begin(), kOwnScopes.end(), *search.filter_scope) != kOwnScopes.end();
    if (search.filter_owner_id && is_own)
        throw Error("endpoint_search: filter_owner_id cannot be combined with filter_scope '" + *search.filter_scope +
                    "', which already says whose endpoints are meant");
    if (search.filter_non_functional && search.filter_entity_type)
        throw Error("endpoint_search: filter_non_functional cannot be combined with filter_entity_type");
}

Query filters_of(const EndpointSearch& search) {
    Query query;
    const auto add = [&query](const char* name, const std::optional<std::string>& value) {
        if (value) query.add(name, *value);
    };
    add("filter_scope", search.filter_scope);
    add("filter_fulltext", search.filter_fulltext);
    add("filter_owner_id", search.filter_owner_id);
    add("filter_host_endpoint", search.filter_host_endpoint);
    if (search.filter_non_functional) query.add("filter_non_functional", *search.filter_non_functional ? "1" : "0");
    add("filter_entity_type", search.filter_entity_type);
    return query;
}

void add_extra(Query& query, const EndpointSearch& search) {
    for (const auto& [name, value] : search.extra) query.add(name, value);
}

/// Source: RFC 9562 section 4.
bool is_uuid(std::string_view text) {
    constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    return std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(),
                      [](unsigned char c, char form) { return form == '-' ? c == '-' : std::isxdigit(c) != 0; });
}

}  // namespace

OffsetPages TransferClient::endpoint_search(const EndpointSearch& search) const {
    refuse_conflicts(search);
    Query query = filters_of(search);
    add_extra(query, search);
    PageRange range;
    range.limit = search.limit;
    range.offset = search.offset;
    range.cap = kEndpointSearchCap;
    return OffsetPages(service_, kSearchPath, std::move(query), range);
}

Value TransferClient::endpoint_search_page(const EndpointSearch& search) const {
    refuse_conflicts(search);
    Query query = filters_of(search);
    if (search.limit) query.add("limit", std::to_string(*search.limit));
    if (search.offset) query.add("offset", std::to_string(*search.offset));
    add_extra(query, search);
    return service_.get(kSearchPath, query);
}

Value TransferClient::get_endpoint(std::string_view id) const {
    if (!is_uuid(id)) throw Error("'" + visible(id, 100) + "' is not an endpoint's id, which is a UUID");
    return service_.get("v0.10/endpoint/" + std::string(id));
}

}  // namespace errand::globus
