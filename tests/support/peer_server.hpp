#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include "errand/json.hpp"
#include "support/command.hpp"
#include "support/reserved_port.hpp"
#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace errand::testing {

/// Where node is may be anybody's choice.
inline std::vector<std::string> peer_environment() { return {std::string("PATH=") + ::getenv("PATH")}; }

/// The throw-away keys of the peers and their clients, in a directory that goes away with this object.
class PeerKeys {
public:
    PeerKeys() {
        const CommandResult made =
            run_command({{"/usr/bin/env", ERRAND_PEERS "/make-keys", directory_.path()}, peer_environment()});
        if (made.exit_code != 0) throw std::runtime_error("tests/peers/make-keys failed: " + made.err);
    }

    /// One of those that tests/peers/make-keys names: `ca.pem`, `client.key`.
    std::string file(const std::string& name) const { return directory_.path() / name; }
    std::string directory() const { return directory_.path(); }

private:
    TemporaryDirectory directory_;
};

/// One of the servers in tests/peers, on loopback. Ends with this object, and also when the test dies.
class PeerServer {
public:
    /// `program` is `oidc-provider`, `glewlwyd`, `mock` or `smtp`. Waits until it serves.
    /// \throws std::runtime_error with what it printed, when it does not.
    PeerServer(std::string program, const PeerKeys& keys) : program_(std::move(program)), keys_(keys) { start(); }
    ~PeerServer() { stop(); }
    PeerServer(const PeerServer&) = delete;
    PeerServer& operator=(const PeerServer&) = delete;

    /// `issuer`, `token_url`, `introspection_url`, `revocation_url`, `resource_url` and what else it tells of itself.
    /// The same after stop() and start().
    std::string url(const std::string& name) const { return fact(facts_, name).text(); }
    /// One of the clients in tests/peers/clients.mjs: `id`, `method`, and `secret` (for Basic with its `encoding`),
    /// `alg` and `key`, or `certificate`.
    /// Valid until the next start().
    const Value& client(const std::string& name) const { return fact(fact(facts_, "clients"), name); }
    const PeerKeys& keys() const { return keys_; }
    /// What the server said of each token with which the service at `resource_url` was asked since the last call.
    Value::List take_seen() const { return fetch(url("resource_url") + "/seen").list(); }
    /// The JSON at `url`, asked for with this bearer token if there is one.
    /// \throws std::runtime_error if there is none, or the status is not 200.
    static Value fetch(const std::string& url, const std::string& token = {}) {
        std::vector<std::string> words = {
            "/usr/bin/curl", "--silent", "--show-error", "--fail", "--max-time", "60", url};
        if (!token.empty()) words.insert(words.end(), {"--header", "Authorization: Bearer " + token});
        const CommandResult result = run_command({words, peer_environment()});
        if (result.exit_code != 0) throw std::runtime_error(url + ": " + result.err);
        return parse_json(result.out);
    }

    /// Ends it at once, without a word to anybody who is connected.
    void stop() { process_.stop(); }
    /// Starts it again, on the same ports. glewlwyd remembers what it issued, the others have forgotten it.
    void start() {
        process_.start(words(), peer_environment(), program_, "\"is_ready\":true");
        facts_ = parse_json(process_.out());
    }

private:
    std::vector<std::string> words() const {
        return {"/usr/bin/env",
                "node",
                ERRAND_PEERS "/" + program_ + ".mjs",
                "--keys=" + keys_.directory(),
                "--state=" + state_.path().string(),
                "--port=" + std::to_string(port_.number()),
                "--resource-port=" + std::to_string(resource_port_.number())};
    }

    const Value& fact(const Value& facts, const std::string& name) const {
        const Value* found = facts.find(name);
        if (!found) throw std::runtime_error(program_ + " tells of no '" + name + "'");
        return *found;
    }

    const std::string program_;
    const PeerKeys& keys_;
    const TemporaryDirectory state_;
    const ReservedPort port_;
    const ReservedPort resource_port_;
    ServerProcess process_;
    Value facts_;
};

}  // namespace errand::testing
