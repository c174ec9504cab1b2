#include "cli/provider_types.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "auth/client_credentials_source.hpp"
#include "auth/discovery.hpp"
#include "auth/globus_services.hpp"
#include "auth/private_key_jwt.hpp"
#include "auth/static_token_source.hpp"
#include "base/error.hpp"
#include "errand/parameters.hpp"

namespace errand {

namespace {

using Scopes = std::function<bool(const std::string&)>;

const ProviderKey kCache = {"cache", ProviderValue::choice, false, {"on", "off"}};
const ProviderKey kClientId = {"client_id", ProviderValue::text_or_variable, true};

/// A text of the configuration; empty when it is not given.
std::string text_of(const Value::Map& values, const char* key) {
    const auto found = values.find(key);
    return found == values.end() ? std::string() : found->second.text();
}

std::vector<std::string> texts_of(const Value::Map& values, const char* key) {
    std::vector<std::string> texts;
    const auto found = values.find(key);
    if (found == values.end()) return texts;
    for (const Value& text : found->second.list()) texts.push_back(text.text());
    return texts;
}

/// Empty when it is to come from a variable that is not set.
std::string client_id_of(const Value::Map& values, const EnvironmentLookup& environment) {
    const Value& id = values.at("client_id");
    return id.is_map() ? environment(id.find("env")->text()).value_or("") : id.text();
}

/// The endpoints are what a grant needs first. A variable that is not set matters only then.
EndpointLookup unless_client_is_unknown(const ProviderSettings& provider, const std::string& client_id,
                                        EndpointLookup endpoints) {
    if (!client_id.empty()) return endpoints;
    const std::string variable = provider.values.at("client_id").find("env")->text();
    return [message = to_string(provider.where) + ": the client id of the provider '" + provider.name +
                      "' is taken from the environment variable " + variable +
                      ", which is not set; set it, or write the id into the configuration (it is no secret)"]()
               -> ServerMetadata { throw CommandError(ExitCode::configuration, message); };
}

SecretSource secret_of(const ProviderSettings& provider, const char* key, const ProviderWorld& world) {
    return [reference = provider.values.at(key), &secrets = world.secrets] { return secrets.read(reference); };
}

// Globus.

ProviderForm globus_form() {
    return {"globus",
            {kClientId,
             {"client_secret", ProviderValue::secret, true},
             {"environment",
              ProviderValue::choice,
              false,
              {"production", "preview", "sandbox", "integration", "test", "staging"}},
             kCache}};
}

Scopes globus_scopes(const Value::Map& /*values*/) {
    return [](const std::string& scope) { return is_globus_scope(scope); };
}

/// Any client may have these.
std::vector<std::string> usual_globus_scopes(const Value::Map& /*values*/) { return {"openid"}; }

TokenProvider::ServiceUrls globus_services(const Value::Map& values, const EnvironmentLookup& environment) {
    return GlobusServices(text_of(values, "environment"), environment).urls();
}

std::string globus_page(const Value::Map& values, const EnvironmentLookup& environment) {
    return GlobusServices(text_of(values, "environment"), environment).url("auth") + ".well-known/openid-configuration";
}

std::unique_ptr<TokenSource> globus_source(const ProviderSettings& provider, const ProviderWorld& world) {
    const EnvironmentLookup& environment = world.surroundings.environment;
    const std::string auth = GlobusServices(text_of(provider.values, "environment"), environment).url("auth");
    const std::string client_id = client_id_of(provider.values, environment);
    const ServerMetadata endpoints = globus_endpoints(auth);
    auto client = std::make_unique<OAuthClient>(
        client_id, client_secret_basic(client_id, secret_of(provider, "client_secret", world), BasicEncoding::raw),
        unless_client_is_unknown(provider, client_id, [endpoints] { return endpoints; }), world.http({}, {}),
        world.clock);
    return std::make_unique<ClientCredentialsSource>(
        std::move(client), GrantOptions{.server = endpoints.token_endpoint, .names_resource_servers = true});
}

// Any other OAuth2 server.

ProviderForm oauth2_form() {
    const ProviderCondition basic = {"client_authentication", {"client_secret_basic"}};
    const ProviderCondition with_secret = {"client_authentication", {"client_secret_basic", "client_secret_post"}};
    const ProviderCondition with_certificate = {"client_authentication", {"tls_client_auth"}};
    const ProviderCondition with_key = {"client_authentication", {"private_key_jwt"}};
    return {"oauth2",
            {{"issuer", ProviderValue::url, false, {}, {}, "server"},
             {"token_url", ProviderValue::url, false, {}, {}, "server"},
             {"introspection_url", ProviderValue::url},
             {"revocation_url", ProviderValue::url},
             kClientId,
             {"client_authentication",
              ProviderValue::choice,
              false,
              {"client_secret_basic", "client_secret_post", "private_key_jwt", "tls_client_auth"}},
             {"client_secret", ProviderValue::secret, true, {}, with_secret},
             {"credentials_encoding", ProviderValue::choice, false, {"form", "raw"}, basic},
             {"private_key", ProviderValue::secret, true, {}, with_key},
             {"algorithm", ProviderValue::choice, false, {"RS256", "PS256", "ES256"}, with_key},
             {"key_id", ProviderValue::text, false, {}, with_key},
             {"assertion_audience", ProviderValue::text, false, {}, with_key},
             {"certificate", ProviderValue::file, true, {}, with_certificate},
             {"certificate_key", ProviderValue::file, true, {}, with_certificate},
             {"scopes", ProviderValue::texts},
             {"audience", ProviderValue::text},
             {"resource", ProviderValue::urls},
             {"parameters", ProviderValue::text_map},
             kCache}};
}

std::vector<std::string> configured_scopes(const Value::Map& values) { return texts_of(values, "scopes"); }

/// Those it is limited to, or else whatever is not Globus Auth's.
Scopes oauth2_scopes(const Value::Map& values) {
    return [allowed = configured_scopes(values)](const std::string& scope) {
        return allowed.empty() ? !is_globus_scope(scope)
                               : std::find(allowed.begin(), allowed.end(), scope) != allowed.end();
    };
}

JwtClient jwt_client(const ProviderSettings& provider, const std::string& client_id, const ProviderWorld& world) {
    const std::string algorithm = text_of(provider.values, "algorithm");
    return {client_id, secret_of(provider, "private_key", world),
            algorithm == "ES256"   ? SignatureAlgorithm::es256
            : algorithm == "PS256" ? SignatureAlgorithm::ps256
                                   : SignatureAlgorithm::rs256,
            text_of(provider.values, "key_id"), text_of(provider.values, "assertion_audience")};
}

std::unique_ptr<ClientAuthentication> authentication_of(const ProviderSettings& provider, const std::string& client_id,
                                                        const ProviderWorld& world) {
    const std::string method = text_of(provider.values, "client_authentication");
    if (method == "tls_client_auth") return tls_client_auth(client_id, text_of(provider.values, "certificate"));
    if (method == "private_key_jwt") return private_key_jwt(jwt_client(provider, client_id, world), world.clock);
    SecretSource secret = secret_of(provider, "client_secret", world);
    if (method == "client_secret_post") return client_secret_post(client_id, std::move(secret));
    const bool is_raw = text_of(provider.values, "credentials_encoding") == "raw";
    return client_secret_basic(client_id, std::move(secret), is_raw ? BasicEncoding::raw : BasicEncoding::form);
}

EndpointLookup endpoints_of(const Value::Map& values, const std::shared_ptr<HttpClient>& http,
                            const ProviderWorld& world) {
    const auto with_configured = [introspection = text_of(values, "introspection_url"),
                                  revocation = text_of(values, "revocation_url")](ServerMetadata endpoints) {
        if (!introspection.empty()) endpoints.introspection_endpoint = introspection;
        if (!revocation.empty()) endpoints.revocation_endpoint = revocation;
        return endpoints;
    };
    const std::string issuer = text_of(values, "issuer");
    if (issuer.empty()) {
        const ServerMetadata endpoints = with_configured({text_of(values, "token_url"), {}, {}});
        return [endpoints] { return endpoints; };
    }
    const CacheDirectory* cache = text_of(values, "cache") == "on" ? &world.cache : nullptr;
    const auto client = text_of(values, "client_authentication") == "tls_client_auth"
                            ? EndpointsFor::client_with_certificate
                            : EndpointsFor::any_client;
    return [discovery = std::make_shared<Discovery>(issuer, http, world.clock, cache, client), with_configured] {
        return with_configured(discovery->metadata());
    };
}

/// The configuration has one of the two.
std::string oauth2_page(const Value::Map& values, const EnvironmentLookup& /*environment*/) {
    const std::string issuer = text_of(values, "issuer");
    return issuer.empty() ? text_of(values, "token_url") : metadata_urls(issuer).front();
}

GrantOptions options_of(const Value::Map& values) {
    GrantOptions options{.server = text_of(values, "issuer") + text_of(values, "token_url"),
                         .audience = text_of(values, "audience"),
                         .resources = texts_of(values, "resource")};
    const auto more = values.find("parameters");
    if (more == values.end()) return options;
    for (const auto& [name, value] : more->second.map()) options.fields.emplace_back(name, value.text());
    return options;
}

std::unique_ptr<TokenSource> oauth2_source(const ProviderSettings& provider, const ProviderWorld& world) {
    const Value::Map& values = provider.values;
    const std::string client_id = client_id_of(values, world.surroundings.environment);
    const auto http = world.http(text_of(values, "certificate"), text_of(values, "certificate_key"));
    auto client = std::make_unique<OAuthClient>(
        client_id, authentication_of(provider, client_id, world),
        unless_client_is_unknown(provider, client_id, endpoints_of(values, http, world)), http, world.clock);
    return std::make_unique<ClientCredentialsSource>(std::move(client), options_of(values));
}

// A token that somebody else has got.

ProviderForm static_form() {
    return {"static",
            {{"token", ProviderValue::secret, true},
             {"lifetime", ProviderValue::duration},
             {"scopes", ProviderValue::texts}}};
}

std::unique_ptr<TokenSource> static_source(const ProviderSettings& provider, const ProviderWorld& world) {
    constexpr std::chrono::minutes kDefaultLifetime(5);
    const auto given = provider.values.find("lifetime");
    const auto lifetime = given == provider.values.end() ? std::chrono::milliseconds(kDefaultLifetime)
                                                         : std::chrono::milliseconds(given->second.integer());
    return std::make_unique<StaticTokenSource>(secret_of(provider, "token", world),
                                               std::chrono::ceil<std::chrono::seconds>(lifetime), world.clock);
}

}  // namespace

const std::vector<ProviderType>& provider_types() {
    static const std::vector<ProviderType> types = {
        {globus_form(), globus_scopes, globus_source, globus_services, globus_page, usual_globus_scopes,
         globus_resource_server},
        {oauth2_form(), oauth2_scopes, oauth2_source, nullptr, oauth2_page, configured_scopes, nullptr},
        {static_form(), oauth2_scopes, static_source, nullptr, nullptr, configured_scopes, nullptr},
    };
    return types;
}

std::vector<ProviderForm> provider_forms() {
    std::vector<ProviderForm> forms;
    for (const ProviderType& type : provider_types()) forms.push_back(type.form);
    return forms;
}

const ProviderType& provider_type(const std::string& name) {
    for (const ProviderType& type : provider_types())
        if (type.form.type == name) return type;
    throw std::logic_error("no provider type " + name);
}

}  // namespace errand
