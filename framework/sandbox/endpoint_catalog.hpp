#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "errand/value.hpp"

namespace errand {

/// Which endpoints a search wants. What is not set does not narrow it.
struct EndpointQuery {
    /// One of EndpointCatalog::scopes().
    std::string_view scope = "all";
    /// Words that must all occur in the name, description or organization, in any case (ASCII).
    std::string_view fulltext = {};
    std::string_view owner_id = {};
    std::string_view host_endpoint = {};
    std::string_view entity_type = {};
    std::optional<bool> is_non_functional = {};
    std::size_t offset = 0;
    std::size_t limit = 100;
};

/// The endpoints of the sandbox: as many as it was told, the same at every start, and all owned by its client.
///
/// Each document is rendered once. Thread-safety: all members may be called concurrently.
class EndpointCatalog {
public:
    EndpointCatalog(std::size_t count, const std::string& owner_id);

    /// The values of `filter_scope`.
    static const std::vector<std::string>& scopes();

    /// A document of type `endpoint_list`, as JSON.
    std::string search(const EndpointQuery& query) const;
    /// A document of type `endpoint`, as JSON, or nullptr. Lifetime: valid as long as the catalogue.
    const std::string* find(std::string_view id) const;

private:
    struct Endpoint {
        Value document;
        std::string json;
        std::string searchable;
    };

    std::vector<Endpoint> endpoints_;
    std::map<std::string, std::size_t, std::less<>> by_id_;
};

}  // namespace errand
