#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace errand {

/// What a sandbox is to be like, as people say it and as it goes to the program `errand-sandbox`.
struct SandboxArguments {
    int port = 0;
    int endpoints = 250;
    std::chrono::seconds token_lifetime = std::chrono::hours(48);
    /// `METHOD PATH=STATUS[*COUNT]` or `METHOD PATH=consent:SCOPES`, not looked into.
    std::vector<std::string> faults = {};
    std::chrono::milliseconds latency{0};
    /// PEM files; plain HTTP when empty.
    std::filesystem::path tls_certificate = {};
    std::filesystem::path tls_key = {};

    friend bool operator==(const SandboxArguments&, const SandboxArguments&) = default;
};

/// A JSON object, for the command line of `errand-sandbox`. It holds no secret.
std::string to_json(const SandboxArguments& arguments);

/// \throws Error if `json` is not what to_json() makes.
SandboxArguments parse_sandbox_arguments(std::string_view json);

}  // namespace errand
