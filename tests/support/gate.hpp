#pragma once

#include <string>

#include "support/descriptors.hpp"
#include "support/raw_server.hpp"

namespace errand::testing {

/// Ends when a test says so: a task waits for the answer to its request.
struct Gate {
    Gate() : gate(make_pipe()), server(ServerScript(4, {{hold(gate.first.get()), answer(200, "")}})) {}

    void open() { gate.second.reset(); }
    /// False if it does not come in a minute.
    bool wait_for_task() const { return server.wait_for_requests(1); }
    std::string task(const std::string& name, const std::string& more = {}) const {
        return "  - {name: " + name + ", uses: probe.effect" + more + ", with: {url: '" + server.url("/x") + "'}}\n";
    }

    DescriptorPair gate;
    RawServer server;
};

}  // namespace errand::testing
