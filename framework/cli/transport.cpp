#include "cli/transport.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <system_error>

#include "auth/secret_source.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/private_file.hpp"
#include "base/unique_fd.hpp"

namespace errand {

namespace {

/// The proxy's URL, from a file since it may hold a password.
Secret read_proxy_file(const std::filesystem::path& path) {
    constexpr std::size_t kLargestUrl = 4096;
    const std::string kind = "the proxy's file";
    try {
        const UniqueFd fd = open_private_file(path, kind);
        std::string url = read_all(fd.get(), kLargestUrl, path);
        strip_line_break(url);
        if (!url.empty()) return Secret(url);
    } catch (const std::system_error& error) {
        throw CommandError(ExitCode::configuration,
                           kind + " '" + path.string() + "' cannot be read: " + error.code().message());
    }
    throw CommandError(ExitCode::configuration,
                       kind + " '" + path.string() + "' is empty; write http://user:password@host:port there");
}

ProxySettings proxy_settings(const ProxyDefaults& defaults, const Surroundings& surroundings, Logger& logger,
                             Redactor& redactor) {
    using Kind = ProxyDefaults::Kind;
    ProxySettings proxy = proxy_from_environment(surroundings.environment);
    if (defaults.exceptions) proxy.no_proxy = *defaults.exceptions;
    if (defaults.kind == Kind::none) proxy.url = Secret();
    if (defaults.kind == Kind::url) proxy.url = Secret(defaults.text);
    if (defaults.kind == Kind::file) proxy.url = read_proxy_file(defaults.text);
    if (defaults.kind != Kind::environment) proxy.origin = "the configuration";
    if (const auto parsed = parse_proxy(proxy)) redactor.add(parsed->password.reveal());
    if (defaults.kind == Kind::environment && !proxy.url.empty())
        logger.info("the environment variable " + proxy.origin +
                    " is in force: " + without_credentials(proxy.url.reveal()));
    return proxy;
}

/// What a link in a directory leads to. Of hundreds at each start: with one call of the system for each.
std::string target_of(int directory, const char* link) {
    std::array<char, PATH_MAX> target;
    const ssize_t length = ::readlinkat(directory, link, target.data(), target.size());
    return length > 0 ? std::string(target.data(), static_cast<std::size_t>(length)) : std::string();
}

/// Whether a task finds what a link in the directory leads to: it stands there, too, or where the system keeps
/// certificates, which is open to every task.
bool leads_to_what_is_open(const std::string& target) {
    return target.find('/') == std::string::npos || target.starts_with("/usr/share/");
}

/// Adds a PEM file, or a directory of hundreds with what links in it lead to.
void add_authorities(const std::filesystem::path& place, std::vector<std::string>& places) {
    namespace fs = std::filesystem;
    if (place.empty()) return;
    places.push_back(fs::absolute(place).string());
    const UniqueFd directory(::open(place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory) return;
    std::error_code ended;
    for (fs::directory_iterator entry(place, ended); !ended && entry != fs::directory_iterator();
         entry.increment(ended)) {
        std::error_code unreadable;
        const std::string name = entry->path().filename().string();
        if (entry->is_symlink(unreadable) && !leads_to_what_is_open(target_of(directory.get(), name.c_str())))
            places.push_back(fs::absolute(entry->path()).string());
    }
}

}  // namespace

HttpClientSettings transport_settings(const HttpDefaults& defaults, const Surroundings& surroundings, Logger& logger,
                                      Redactor& redactor) {
    HttpClientSettings http;
    http.timeout = defaults.timeout;
    http.connect_timeout = defaults.connect_timeout;
    http.tls_timeout = defaults.tls_timeout;
    http.first_byte_timeout = defaults.first_byte_timeout;
    http.ca_file = defaults.ca_file.string();
    http.redirects = Redirects::refuse;
    http.proxy = proxy_settings(defaults.proxy, surroundings, logger, redactor);
    return with_environment(std::move(http), surroundings.environment);
}

HttpClientSettings with_certificate(HttpClientSettings settings, const std::string& certificate_file,
                                    const std::string& key_file) {
    settings.certificate_file = certificate_file;
    settings.key_file = key_file;
    return settings;
}

HttpLimits task_limits(const HttpClientSettings& settings, int retries) {
    HttpLimits limits;
    limits.timeout = settings.timeout;
    limits.connect_timeout = settings.connect_timeout;
    limits.tls_timeout = settings.tls_timeout;
    limits.first_byte_timeout = settings.first_byte_timeout;
    limits.ca_file = settings.ca_file;
    limits.ca_directory = settings.ca_directory;
    add_authorities(settings.ca_file, limits.ca_places);
    add_authorities(settings.ca_directory, limits.ca_places);
    limits.loopback_only = settings.loopback_only;
    limits.max_retries = retries;
    limits.proxy = settings.proxy.url;
    limits.no_proxy = settings.proxy.no_proxy;
    return limits;
}

}  // namespace errand
