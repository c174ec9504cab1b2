#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/config_error.hpp"
#include "errand/value.hpp"
#include "job/resource_limits.hpp"

namespace errand {

/// A configured source of access tokens.
struct ProviderSettings {
    std::string name;
    /// Of its name in the configuration file, for problems that are found later.
    SourcePosition where;
    /// That of the ProviderForm which the values follow.
    std::string type;
    /// By key, in the forms that ProviderValue tells; choices are always there.
    Value::Map values;
};

struct DirectorySetting {
    /// Absolute.
    std::filesystem::path path;
    SourcePosition where;
};

/// What bounds every attempt of a task, unless the task says otherwise.
struct Limits {
    ResourceLimits resources = {.memory = std::int64_t{1} << 30,
                                .cpu_time = {},
                                .open_files = {},
                                .processes = {},
                                .output = std::int64_t{64} << 20};
    std::optional<std::chrono::milliseconds> time_limit;
    /// Between the request to end and the end by force.
    std::chrono::milliseconds grace = std::chrono::seconds(10);
};

/// How services are reached.
struct ProxyDefaults {
    /// As the environment has it; none at all; at a URL, which holds no password; at the URL in a file, which may.
    enum class Kind { environment, none, url, file };

    Kind kind = Kind::environment;
    /// The URL, or the file's absolute path.
    std::string text;
    /// Hosts that are reached without it; nothing: those that the environment names.
    std::optional<std::vector<std::string>> exceptions;
};

struct HttpDefaults {
    /// A file or directory of certificate authorities, absolute; empty: the system's.
    std::filesystem::path ca_file;
    /// For a whole request.
    std::chrono::milliseconds timeout = std::chrono::seconds(60);
    /// For connecting, for the TLS handshake, and from the request to the first byte of the answer.
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
    std::chrono::milliseconds tls_timeout = std::chrono::seconds(10);
    std::chrono::milliseconds first_byte_timeout = std::chrono::seconds(30);
    /// How often a request that failed in passing is sent again. Zero means never.
    int retries = 4;
    ProxyDefaults proxy;
};

/// Where runs are recorded.
struct StoreSettings {
    /// `postgresql://…`, without a password. Empty: a file in the state directory.
    std::string url;
    /// Where the password is, as config/secret_reference.hpp has it. Null: there is none.
    Value password;
};

/// Which of the runs that are over are kept. Nothing: all.
struct HistorySettings {
    std::optional<std::chrono::milliseconds> max_age = std::chrono::hours(24 * 90);
    /// Of each job.
    std::optional<std::int64_t> max_runs;
    /// Of what the runs of all jobs printed and logged, in bytes.
    std::optional<std::int64_t> max_size = std::int64_t{1} << 30;
};

/// A pool of places that runs of several jobs share.
struct PoolSetting {
    std::string name;
    std::int64_t size = 1;
};

/// The configuration file's meaning. Without a file, what stands here.
struct Settings {
    /// In the order of the file, with different names.
    std::vector<ProviderSettings> providers;
    /// Beside the built-in ones.
    std::vector<DirectorySetting> plugins;
    std::vector<DirectorySetting> jobs;
    Limits limits;
    HttpDefaults http;
    StoreSettings store;
    HistorySettings history;
    /// In the order of the file, with different names.
    std::vector<PoolSetting> pools;
    /// Where a configuration file was looked for in vain; nothing when there is one.
    std::vector<std::filesystem::path> looked_for;

    std::vector<std::string> provider_names() const;
    std::vector<std::string> pool_names() const;
};

}  // namespace errand
