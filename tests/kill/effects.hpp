#pragma once

#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include "support/raw_server.hpp"

namespace errand::testing {

/// What one attempt of `probe.effect` or `probe.submit` did, as the service saw it.
struct Effect {
    /// In seconds since 1970.
    std::int64_t slot = 0;
    std::string run;
    std::string task;
    std::int64_t item = -1;
    int attempt = 0;
    /// What was submitted; empty for a mere effect.
    std::string id = {};

    auto operator<=>(const Effect&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const Effect& effect) {
    return out << "attempt " << effect.attempt << " of " << effect.task << '[' << effect.item << "] of run "
               << effect.run;
}

/// A service that counts effects; one that is repeated counts twice.
class EffectService {
public:
    EffectService() : server_(ServerScript(kMostEffects, {{answer(200, "", "Connection: close\r\n")}})) {}

    std::string url() const { return server_.url("/effects"); }
    std::vector<Effect> effects() const {
        std::vector<Effect> found;
        for (const std::string& request : server_.requests()) found.push_back(read(request));
        return found;
    }

private:
    static constexpr std::size_t kMostEffects = 500;

    static Effect read(const std::string& request) {
        std::istringstream path(request.substr(0, request.find(" HTTP/")));
        std::string part;
        std::vector<std::string> parts;
        while (std::getline(path, part, '/')) parts.push_back(part);
        if (parts.size() != 7 && parts.size() != 8) throw std::runtime_error("not an effect: " + request);
        return {std::stoll(parts[2]),
                parts[3],
                parts[4],
                std::stoll(parts[5]),
                std::stoi(parts[6]),
                parts.size() == 8 ? parts[7] : ""};
    }

    RawServer server_;
};

}  // namespace errand::testing
