#pragma once

#include <map>
#include <string>

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

/// A workspace with a provider `peer`, which is a client of a PeerServer, and jobs of the plugin `reports`.
class PeerWorkspace : public Workspace {
public:
    /// Makes the provider this client at `token_url`, and has errand trust `authority`, one of the keys.
    void use(const std::string& token_url, const PeerServer::Client& client, const std::string& authority = "ca.pem") {
        configure("providers:\n  peer: {type: oauth2, token_url: '" + token_url + "', client_id: '" + client.id +
                  "', client_secret: {env: SECRET}}\nhttp: {ca_file: '" + peer_keys().file(authority) +
                  "', retries: 2}\n");
        set("SECRET=" + client.secret);
    }

    /// Writes a job whose only task asks for reports at `url`; `more` is added to its parameters.
    void write_read_job(const std::string& url, const std::string& more = "") const {
        write("read.yaml",
              "name: read\ntasks:\n  - {name: read, uses: reports.read, with: {url: '" + url + "'" + more + "}}\n");
    }
    CommandResult read(const std::string& url, const std::string& more = "") const {
        write_read_job(url, more);
        return run({"run", "./read.yaml"});
    }

    /// What a run said on standard error, normalised.
    std::string said(const CommandResult& result) const { return normalised(result.err, *this); }
};

}  // namespace errand::testing
