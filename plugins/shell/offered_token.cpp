#include "offered_token.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "errand/files/write_all.hpp"
#include "errand/secret.hpp"

namespace errand::shell {

std::string offered_server(const TaskFacts& facts) {
    const std::vector<std::string> servers = facts.resource_servers();
    if (servers.empty()) throw ValueError("'token' offers an access token, but the job names no 'scopes' for the task");
    if (!facts.parameters().has("resource_server")) {
        if (servers.size() == 1) return servers.front();
        throw ValueError(
            "the job names scopes at several resource servers; say with 'resource_server' which of them the token is "
            "for");
    }
    const std::string& wanted = facts.parameters().text("resource_server");
    if (std::find(servers.begin(), servers.end(), wanted) != servers.end()) return wanted;
    throw ValueError("the job names no scopes at the resource server '" + wanted +
                     "'; add them to 'scopes' of the task");
}

Descriptor offered_token(TaskContext& context) {
    if (!context.parameters().boolean("token")) return {};
    const Secret header(context.authorizer(offered_server(context)).authorization_header());
    const std::string_view token = header.reveal().substr(header.reveal().find(' ') + 1);

    std::array<int, 2> ends = {};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        throw Error(std::string("cannot offer the token: ") + std::strerror(errno));
    Descriptor source(ends[0]);
    const Descriptor sink(ends[1]);
    if (!write_all(sink.get(), token) || !write_all(sink.get(), "\n"))
        throw Error("cannot offer the token: it is larger than a pipe");
    // It is all there: a reader has not to wait, and finds the end.
    if (::fcntl(source.get(), F_SETFL, 0) != 0) throw Error("cannot offer the token");
    return source;
}

}  // namespace errand::shell
