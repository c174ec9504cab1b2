#pragma once

#include <map>
#include <set>
#include <string>

#include "errand/json.hpp"
#include "support/normalised.hpp"
#include "support/peer_server.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

/// Those of all peers: they take longer to make than most tests.
inline const PeerKeys& peer_keys() {
    static const PeerKeys keys;
    return keys;
}

/// A PeerServer that all tests of the program share. One that stops it has to start it again.
inline PeerServer& shared_peer(const std::string& program) {
    const PeerKeys& keys = peer_keys();
    static std::map<std::string, PeerServer> servers;
    PeerServer& server = servers.try_emplace(program, program, keys).first->second;
    server.take_seen();
    return server;
}

/// When the tokens of PeerServer::take_seen() expire, in seconds since 1970.
inline std::set<std::int64_t> expiries(const Value::List& seen) {
    std::set<std::int64_t> times;
    for (const Value& token : seen)
        if (const Value* expiry = token.find("exp")) times.insert(expiry->integer());
    return times;
}

/// A workspace with a provider `peer`, which is a client of a PeerServer, and jobs of the plugin `reports`.
class PeerWorkspace : public Workspace {
public:
    /// The keys of a provider in the configuration.
    using ProviderKeys = Value::Map;

    explicit PeerWorkspace(const std::string& program) : server(shared_peer(program)) {}

    /// Makes the provider one of the server's clients at its token URL, which proves itself as it is registered and the
    /// server wants it, but for `changes`; a key that is null there is left out. errand trusts `authority`, one of the
    /// PeerKeys.
    void use(const std::string& name, ProviderKeys changes = {}, const std::string& authority = "ca.pem") {
        changes.merge(registered(name));
        std::erase_if(changes, [](const auto& key) { return key.second.is_null(); });
        configure("providers:\n  peer: " + to_json(changes) + "\nhttp: {ca_file: '" + server.keys().file(authority) +
                  "', retries: 2}\n");
    }

    /// Writes a job whose only task asks for reports at `url`; `more` is added to its parameters.
    void write_read_job(const std::string& url, const std::string& more = "") const {
        write("read.yaml",
              "name: read\ntasks:\n  - {name: read, uses: reports.read, with: {url: '" + url + "'" + more + "}}\n");
    }
    /// Runs such a job against the API of the server, or against another one.
    CommandResult read() const { return read(server.url("resource_url")); }
    CommandResult read(const std::string& url, const std::string& more = "") const {
        write_read_job(url, more);
        return run({"run", "./read.yaml"});
    }

    /// What a command said on standard error, normalised.
    std::string said(const CommandResult& result) const { return normalised(result.err, *this); }

    PeerServer& server;

private:
    ProviderKeys registered(const std::string& name) {
        const Value& known = server.client(name);
        ProviderKeys keys = proof_of(known);
        keys["type"] = "oauth2";
        keys["token_url"] = server.url("token_url");
        keys["client_id"] = known.find("id")->text();
        keys["client_authentication"] = known.find("method")->text();
        return keys;
    }
    ProviderKeys proof_of(const Value& known) {
        ProviderKeys proof;
        if (const Value* secret = known.find("secret")) {
            set("SECRET=" + secret->text());
            proof["client_secret"] = Value::Map{{"env", "SECRET"}};
        }
        if (const Value* encoding = known.find("encoding")) proof["credentials_encoding"] = encoding->text();
        if (const Value* key = known.find("key")) {
            proof["private_key"] = Value::Map{{"file", server.keys().file(key->text() + ".key")}};
            proof["algorithm"] = known.find("alg")->text();
            proof["key_id"] = key->text();
        }
        if (const Value* certificate = known.find("certificate")) {
            proof["certificate"] = server.keys().file(certificate->text() + ".pem");
            proof["certificate_key"] = server.keys().file(certificate->text() + ".key");
        }
        return proof;
    }
};

}  // namespace errand::testing
