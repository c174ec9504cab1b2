#include "sandbox/endpoint_catalog.hpp"

#include <algorithm>
#include <cstdio>

#include "errand/json.hpp"

namespace errand {

namespace {

/// Names that repeat, with a number after them. Some are not ASCII, since real ones are not either.
constexpr const char* kNames[] = {"Beamline Storage", "Cluster Scratch", "Département d'astronomie", "Tape Archive",
                                  "Laptop of Ada",    "Größere Ablage",  "Shared Results",           "天文台データ"};

struct Kind {
    const char* entity_type;
    bool is_personal;
    bool is_guest;
};
constexpr Kind kKinds[] = {{"GCSv5_mapped_collection", false, false},
                           {"GCSv5_guest_collection", false, true},
                           {"GCSv5_endpoint", false, false},
                           {"GCP_mapped_collection", true, false},
                           {"GCP_guest_collection", true, true}};

std::string id_of(std::size_t number) {
    char id[37];
    std::snprintf(id, sizeof id, "e0000000-0000-4000-8000-%012zx", number & 0xffff'ffff'ffffU);
    return id;
}

/// Every field of the real document, in the state of an endpoint that works. `number` begins with 1.
Value::Map endpoint_document(std::size_t number, const std::string& owner_id) {
    const Kind& kind = kKinds[(number - 1) % std::size(kKinds)];
    const std::string name = std::string(kNames[(number - 1) % std::size(kNames)]) + " " + std::to_string(number);
    const std::string host_name = "data" + std::to_string(number) + ".sandbox.example.org";
    const Value nothing;
    return {
        {"DATA_TYPE", "endpoint"},
        {"id", id_of(number)},
        {"display_name", name},
        {"organization", number % 2 == 0 ? "Institute of Examples" : "Example University"},
        {"username", owner_id + "@clients.auth.globus.org"},
        {"owner_id", owner_id},
        {"owner_string", owner_id + "@clients.auth.globus.org"},
        {"description", "Endpoint number " + std::to_string(number) + " of the sandbox"},
        {"entity_type", kind.entity_type},
        {"public", number % 3 == 0},
        {"french_english_bilingual", false},
        {"is_globus_connect", kind.is_personal},
        {"globus_connect_setup_key", nothing},
        {"gcp_connected", kind.is_personal ? Value(true) : nothing},
        {"gcp_paused", kind.is_personal ? Value(false) : nothing},
        {"s3_url", nothing},
        {"s3_owner_activated", false},
        {"host_endpoint_id", kind.is_guest ? Value(id_of(number - 1)) : nothing},
        {"host_path", kind.is_guest ? Value("/shared/" + std::to_string(number) + "/") : nothing},
        {"disable_verify", false},
        {"disable_anonymous_writes", false},
        {"force_verify", false},
        {"force_encryption", false},
        {"mfa_required", false},
        {"myproxy_server", nothing},
        {"myproxy_dn", nothing},
        {"non_functional", number % 50 == 0},
        {"non_functional_endpoint_display_name", nothing},
        {"non_functional_endpoint_id", nothing},
        {"oauth_server", nothing},
        {"default_directory", "/~/"},
        {"activated", true},
        {"expires_in", -1},
        {"expire_time", nothing},
        {"shareable", !kind.is_guest},
        {"acl_available", kind.is_guest},
        {"acl_editable", kind.is_guest},
        {"in_use", number % 10 == 0},
        {"DATA", Value::List{Value::Map{{"DATA_TYPE", "server"},
                                        {"hostname", host_name},
                                        {"uri", "gsiftp://" + host_name + ":2811"},
                                        {"port", 2811},
                                        {"scheme", "gsiftp"},
                                        {"id", number},
                                        {"subject", nothing}}}},
    };
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

bool has_all_words(std::string_view text, std::string_view words) {
    while (!words.empty()) {
        const std::string_view word = words.substr(0, words.find(' '));
        if (text.find(word) == text.npos) return false;
        words.remove_prefix(std::min(word.size() + 1, words.size()));
    }
    return true;
}

bool is_in_scope(const Value::Map& document, std::string_view scope) {
    const std::string& type = document.at("entity_type").text();
    if (scope == "my-gcp-endpoints") return type == "GCP_mapped_collection";
    if (scope == "recently-used" || scope == "in-use") return document.at("in_use").boolean();
    if (scope == "shared-by-me") return type.ends_with("guest_collection");
    return scope != "shared-with-me";
}

bool is_or_unset(const Value& value, std::string_view wanted) {
    return wanted.empty() || (value.is_text() && value.text() == wanted);
}

bool matches(const Value::Map& document, const EndpointQuery& query) {
    return is_in_scope(document, query.scope) && is_or_unset(document.at("owner_id"), query.owner_id) &&
           is_or_unset(document.at("host_endpoint_id"), query.host_endpoint) &&
           is_or_unset(document.at("entity_type"), query.entity_type) &&
           (!query.is_non_functional || document.at("non_functional").boolean() == *query.is_non_functional);
}

}  // namespace

EndpointCatalog::EndpointCatalog(std::size_t count, const std::string& owner_id) {
    endpoints_.reserve(count);
    for (std::size_t number = 1; number <= count; ++number) {
        Value::Map document = endpoint_document(number, owner_id);
        std::string searchable =
            lower_case(document.at("display_name").text() + "\n" + document.at("description").text() + "\n" +
                       document.at("organization").text());
        by_id_[document.at("id").text()] = endpoints_.size();
        std::string json = to_json(document);
        endpoints_.push_back({std::move(document), std::move(json), std::move(searchable)});
    }
}

const std::vector<std::string>& EndpointCatalog::scopes() {
    static const std::vector<std::string> scopes = {
        "all",    "administered-by-me", "my-endpoints",  "my-gcp-endpoints", "recently-used",
        "in-use", "shared-by-me",       "shared-with-me"};
    return scopes;
}

std::string EndpointCatalog::search(const EndpointQuery& query) const {
    const std::string words = lower_case(query.fulltext);
    std::string items;
    std::size_t found = 0;
    for (const Endpoint& endpoint : endpoints_) {
        if (!matches(endpoint.document.map(), query) || !has_all_words(endpoint.searchable, words)) continue;
        ++found;
        if (found > query.offset + query.limit) break;
        if (found <= query.offset) continue;
        if (!items.empty()) items += ',';
        items += endpoint.json;
    }
    return R"({"DATA":[)" + items + R"(],"DATA_TYPE":"endpoint_list","has_next_page":)" +
           (found > query.offset + query.limit ? "true" : "false") + R"(,"limit":)" + std::to_string(query.limit) +
           R"(,"offset":)" + std::to_string(query.offset) + "}";
}

const std::string* EndpointCatalog::find(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &endpoints_[found->second].json;
}

}  // namespace errand
