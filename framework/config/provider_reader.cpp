#include "config/provider_reader.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "config/map_reader.hpp"
#include "config/scalars.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string>& known_keys() {
    static const std::vector<std::string> keys = {"type",        "client_id", "client_secret",
                                                  "environment", "token_url", "scopes"};
    return keys;
}

/// Source: the environments of the Globus services.
const std::vector<std::string>& globus_environments() {
    static const std::vector<std::string> names = {"production",  "preview", "sandbox",
                                                   "integration", "test",    "staging"};
    return names;
}

bool is_variable_name(const std::string& name) {
    const auto may_stand = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !name.empty() && (name[0] < '0' || name[0] > '9') && std::all_of(name.begin(), name.end(), may_stand);
}

/// Reads one provider.
class ProviderReader {
public:
    ProviderReader(const fs::path& directory, const SettingsChecks& checks, const Document& document,
                   Problems& problems)
        : directory_(directory), checks_(checks), document_(document), problems_(problems) {}

    ProviderSettings read(const Node& name, const Node& node) {
        ProviderSettings provider;
        provider.name = read_name(name, problems_).value_or("");
        provider.where = problems_.source().position(name.offset);
        const MapReader map(node, problems_);
        if (!map.is_map()) {
            document_.hide(node, problems_);
            return provider;
        }
        // A misspelt client_secret may be followed by the secret itself.
        map.refuse_other_keys_than(known_keys(), document_, UnknownKeys::hide);
        if (const Node* id = map.require("client_id")) provider.client_id = read_client_id(*id);
        if (const Node* secret = map.require("client_secret")) provider.client_secret = read_client_secret(*secret);
        const Node* type = map.require("type");
        const auto kind = type ? read_one_of(*type, {"globus", "oauth2"}, "provider type", problems_) : std::nullopt;
        if (kind == "globus") read_globus(map, provider);
        if (kind == "oauth2") read_oauth2(map, provider);
        return provider;
    }

private:
    void read_globus(const MapReader& map, ProviderSettings& provider) {
        provider.kind = ProviderSettings::Kind::globus;
        if (const Node* environment = map.find("environment"))
            provider.environment = read_one_of(*environment, globus_environments(), "environment", problems_);
        for (const char* key : {"token_url", "scopes"}) refuse(map, key, "oauth2; for Globus errand knows it");
    }

    void read_oauth2(const MapReader& map, ProviderSettings& provider) {
        provider.kind = ProviderSettings::Kind::oauth2;
        if (const Node* url = map.require("token_url")) provider.token_url = read_token_url(*url).value_or("");
        if (const Node* scopes = map.find("scopes"))
            for (const Node& scope : read_list(*scopes, problems_))
                if (const auto text = read_scope(scope)) provider.scopes.push_back(*text);
        refuse(map, "environment", "globus");
    }

    std::optional<std::string> read_token_url(const Node& node) {
        const auto url = read_url(node, problems_);
        const auto objection = url && checks_.token_url ? checks_.token_url(*url) : std::nullopt;
        if (!objection) return url;
        // What stands before the host, or in a query, may be a secret.
        if (url->find_first_of("@?") != std::string::npos) document_.hide(node, problems_);
        problems_.add(node.offset, *objection);
        return std::nullopt;
    }

    std::optional<std::string> read_scope(const Node& node) {
        const auto scope = read_text(node, problems_);
        if (!scope || (!scope->empty() && scope->find_first_of(" \t\n") == std::string::npos)) return scope;
        problems_.add(node.offset, "a scope holds no blanks; make each an item of the list");
        return std::nullopt;
    }

    void refuse(const MapReader& map, const char* key, const char* type) {
        if (const Node* node = map.find(key))
            problems_.add(node->offset, "'" + std::string(key) + "' is for providers of type " + type);
    }

    ValueSource read_client_id(const Node& node) {
        if (node.kind == Node::Kind::map) return read_source(node, {"env"});
        const auto text = read_text(node, problems_);
        if (text && text->empty()) problems_.add(node.offset, "the client id is empty");
        return {ValueSource::Kind::literal, text.value_or("")};
    }

    ValueSource read_client_secret(const Node& node) {
        if (node.kind == Node::Kind::map) return read_source(node, {"file", "env"});
        document_.hide(node, problems_);
        problems_.add(node.offset,
                      "a secret may not stand in this file: put it in a file of its own that only you can read and "
                      "write {file: /path/to/it}, or write {env: NAME} for an environment variable");
        return {};
    }

    /// `{env: NAME}` or `{file: path}`, whichever of them are `known`.
    ValueSource read_source(const Node& node, const std::vector<std::string>& known) {
        const MapReader map(node, problems_);
        map.refuse_other_keys_than(known, document_, UnknownKeys::hide);
        const Node* file = std::find(known.begin(), known.end(), "file") == known.end() ? nullptr : map.find("file");
        const Node* variable = map.find("env");
        if ((file != nullptr) == (variable != nullptr)) {
            problems_.add(node.offset, known.size() == 1 ? "expected {env: NAME}"
                                                         : "expected either {file: /path/to/it} or {env: NAME}");
            return {};
        }
        return file ? read_file_source(*file) : read_environment_source(*variable);
    }

    ValueSource read_file_source(const Node& node) {
        const std::string path = read_text(node, problems_).value_or("");
        if (path.empty() && node.kind == Node::Kind::scalar) problems_.add(node.offset, "the path is empty");
        return {ValueSource::Kind::file, (directory_ / path).lexically_normal().string()};
    }

    ValueSource read_environment_source(const Node& node) {
        const auto name = read_text(node, problems_);
        if (name && !is_variable_name(*name)) {
            // Somebody may have taken this for the place of the secret.
            document_.hide(node, problems_);
            problems_.add(node.offset, "this is not the name of an environment variable, such as GLOBUS_CLIENT_SECRET");
        }
        return {ValueSource::Kind::environment, name.value_or("")};
    }

    const fs::path& directory_;
    const SettingsChecks& checks_;
    const Document& document_;
    Problems& problems_;
};

}  // namespace

std::vector<ProviderSettings> read_providers(const Node& node, const fs::path& directory, const SettingsChecks& checks,
                                             const Document& document, Problems& problems) {
    std::vector<ProviderSettings> providers;
    if (node.kind == Node::Kind::null) return providers;
    if (!MapReader(node, problems).is_map()) return providers;
    ProviderReader reader(directory, checks, document, problems);
    for (std::size_t i = 0; i < node.keys.size(); ++i) providers.push_back(reader.read(node.keys[i], node.items[i]));
    return providers;
}

}  // namespace errand
