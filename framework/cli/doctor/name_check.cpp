#include <netdb.h>
#include <sys/socket.h>

#include <future>
#include <memory>
#include <thread>

#include "base/units.hpp"
#include "cli/doctor/server_checks.hpp"

namespace errand {

namespace {

struct Resolution {
    /// Of the first address, as text; empty when there is none.
    std::string address;
    std::string problem;
};

Resolution resolve(const std::string& host) {
    addrinfo wanted = {};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (const int error = ::getaddrinfo(host.c_str(), nullptr, &wanted, &list); error != 0)
        return {"", ::gai_strerror(error)};
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(list, &::freeaddrinfo);
    char text[NI_MAXHOST] = {};
    ::getnameinfo(list->ai_addr, list->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
    return {text, ""};
}

/// In a thread of its own, since nothing can end a resolver that waits.
std::future<Resolution> start_to_resolve(const std::string& host) {
    std::packaged_task<Resolution()> task([host] { return resolve(host); });
    std::future<Resolution> answer = task.get_future();
    std::thread(std::move(task)).detach();
    return answer;
}

}  // namespace

Finding check_name(const std::string& provider, const std::string& host, std::chrono::milliseconds patience) {
    std::future<Resolution> answer = start_to_resolve(host);
    const auto unresolved = [&](const std::string& why) -> Finding {
        return {"dns",
                provider,
                Health::wrong,
                "the name '" + host + "' cannot be resolved: " + why,
                "getent hosts '" + host + "'",
                ExitCode::unreachable};
    };
    if (answer.wait_for(patience) != std::future_status::ready)
        return unresolved("no answer within " + format_duration(patience));
    const Resolution found = answer.get();
    if (found.address.empty()) return unresolved(found.problem);
    return {"dns", provider, Health::ok, host + " is " + found.address};
}

}  // namespace errand
