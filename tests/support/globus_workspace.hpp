#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "support/normalised.hpp"
#include "support/raw_server.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

inline constexpr char kClientId[] = "3f6c2a1e-0000-4000-8000-00000000c1d0";

/// A workspace with a provider `globus` whose client id and secret come from the environment, and two jobs: `list.yaml`
/// lists the endpoints, `poll.yaml` asks Transfer three times.
class GlobusWorkspace : public Workspace {
public:
    GlobusWorkspace() {
        configure_globus("http: {timeout: 10s, retries: 2}\n");
        write("list.yaml", "name: list\ntasks:\n  - {name: list, uses: globus.list-endpoints}\n");
        write("poll.yaml", "name: poll\ntasks:\n  - {name: poll, uses: probe.poll}\n");
    }

    /// Writes the configuration, and `more` of it.
    void configure_globus(const std::string& more, const std::string& secret = "{env: GLOBUS_CLIENT_SECRET}") const {
        configure(
            "providers:\n  globus:\n    type: globus\n    client_id: {env: GLOBUS_CLIENT_ID}\n    client_secret: " +
            secret + '\n' + more);
    }

    /// Points every command from now on at these servers.
    void use(const RawServer& auth, const RawServer& transfer) {
        set(std::string("GLOBUS_CLIENT_ID=") + kClientId);
        set("GLOBUS_CLIENT_SECRET=hunter2/+hunter2");
        set("GLOBUS_SDK_SERVICE_URL_AUTH=" + auth.url(""));
        set("GLOBUS_SDK_SERVICE_URL_TRANSFER=" + transfer.url(""));
    }

    /// What a run said on standard error, normalised, without the lines on the variables that use() sets.
    std::string said(const CommandResult& result) const {
        std::istringstream lines(normalised(result.err, *this));
        std::string rest;
        for (std::string line; std::getline(lines, line);)
            if (line.find(" info: the environment variable GLOBUS_SDK_SERVICE_URL_") == std::string::npos)
                rest += line + '\n';
        return rest;
    }
};

inline constexpr char kTransferScope[] = "urn:globus:auth:scope:transfer.api.globus.org:all";

/// The body of a token response for Transfer.
inline std::string token_body(const std::string& token, const std::string& scope = kTransferScope,
                              const std::string& type = "Bearer") {
    return R"({"access_token":")" + token + R"(","expires_in":3600,"other_tokens":[],)" +
           R"("resource_server":"transfer.api.globus.org","scope":")" + scope + R"(","token_type":")" + type + R"("})";
}

/// An answer of a service that speaks JSON.
inline Answer json(int status, const std::string& body) {
    return {answer(status, body, "Content-Type: application/json\r\n")};
}

/// Each answer on a connection of its own.
inline ServerScript each(const std::vector<Answer>& answers) {
    ServerScript script;
    for (const Answer& one : answers) script.push_back({one});
    return script;
}

/// `count` times the same.
inline ServerScript times(std::size_t count, const Answer& one) { return each(std::vector<Answer>(count, one)); }

}  // namespace errand::testing
