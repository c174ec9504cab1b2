#include "config/settings_reader.hpp"

#include <algorithm>
#include <optional>

#include "config/document.hpp"
#include "config/job_keys.hpp"
#include "config/limits_reader.hpp"
#include "config/map_reader.hpp"
#include "config/problems.hpp"
#include "config/provider_reader.hpp"
#include "config/scalars.hpp"
#include "config/secret_reference.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;

/// Reads one configuration file.
class SettingsReader {
public:
    SettingsReader(std::string_view text, const std::string& file_name, const std::vector<ProviderForm>& forms,
                   const SettingsChecks& checks)
        : forms_(forms),
          checks_(checks),
          sources_(text, file_name),
          problems_(sources_),
          root_(read_document(sources_.at(0), problems_)) {}

    Settings read() {
        Settings settings;
        if (root_.kind != Node::Kind::null) read_root(settings);
        problems_.throw_if_any();
        return settings;
    }

private:
    void read_root(Settings& settings) {
        const MapReader map(root_, problems_);
        map.refuse_other_keys_than({"providers", "plugins", "jobs", "limits", "http", "store", "history", "pools"});
        if (const Node* node = map.find("providers"))
            settings.providers = read_providers(*node, forms_, checks_, problems_);
        if (const Node* node = map.find("plugins")) settings.plugins = read_directories(*node, checks_.plugins);
        if (const Node* node = map.find("jobs")) settings.jobs = read_directories(*node, {});
        if (const Node* node = map.find("limits")) read_limits(*node, settings.limits);
        if (const Node* node = map.find("http")) read_http(*node, settings.http);
        if (const Node* node = map.find("store")) read_store(*node, settings.store);
        if (const Node* node = map.find("history")) read_history(*node, settings.history);
        if (const Node* node = map.find("pools")) read_pools(*node, settings.pools);
    }

    std::vector<DirectorySetting> read_directories(
        const Node& node, const std::function<std::optional<std::string>(const fs::path&)>& check) {
        std::vector<DirectorySetting> directories;
        for (const Node& item : read_list(node, problems_)) {
            const auto path = read_path(item, problems_);
            if (!path) continue;
            if (const auto objection = check ? check(*path) : std::nullopt) problems_.add(item.offset, *objection);
            directories.push_back({*path, sources_.position(item.offset)});
        }
        return directories;
    }

    void read_limits(const Node& node, Limits& limits) {
        const MapReader map(node, problems_);
        std::vector<std::string> known = names_of(limit_keys());
        known.insert(known.end(), {"time_limit", "grace"});
        map.refuse_other_keys_than(known);
        errand::read_limits(map, limits.resources, problems_);
        if (const Node* time = map.find("time_limit")) limits.time_limit = read_duration_above_zero(*time);
        if (const Node* grace = map.find("grace"))
            limits.grace = read_duration(*grace, problems_).value_or(limits.grace);
    }

    void read_store(const Node& node, StoreSettings& store) {
        const MapReader map(node, problems_);
        map.refuse_other_keys_than({"url", "password"}, UnknownKeys::hide);
        if (const Node* url = map.require("url")) {
            store.url = read_text(*url, problems_).value_or("");
            const bool has_scheme = store.url.starts_with("postgresql://") || store.url.starts_with("postgres://");
            if (!store.url.empty() && !has_scheme)
                problems_.add(url->offset, "expected a URL such as postgresql://errand@db.example.org/errand");
            const std::size_t at = store.url.find('@');
            if (has_scheme && at != std::string::npos && store.url.find(':', store.url.find("//")) < at) {
                hide_texts(*url, problems_);
                problems_.add(url->offset,
                              "a password may not stand in this file; give it as password: {file: /path/to/it}");
            }
        }
        if (const Node* password = map.find("password")) store.password = read_secret_reference(*password, problems_);
    }

    void read_history(const Node& node, HistorySettings& history) {
        const MapReader map(node, problems_);
        map.refuse_other_keys_than({"max_age", "max_runs", "max_size"});
        constexpr std::int64_t kMost = 1'000'000'000;
        if (const Node* age = map.find("max_age")) history.max_age = read_duration_above_zero(*age);
        if (const Node* runs = map.find("max_runs")) history.max_runs = read_integer_within(*runs, 1, kMost, problems_);
        if (const Node* size = map.find("max_size")) history.max_size = read_size(*size, problems_);
    }

    void read_pools(const Node& node, std::vector<PoolSetting>& pools) {
        constexpr std::int64_t kMost = 10'000;
        const MapReader map(node, problems_);
        for (std::size_t i = 0; map.is_map() && i < node.keys.size(); ++i) {
            const auto name = read_name(node.keys[i], problems_);
            const auto size = read_integer_within(node.items[i], 1, kMost, problems_);
            if (name && size) pools.push_back({*name, *size});
        }
    }

    void read_http(const Node& node, HttpDefaults& http) {
        const MapReader map(node, problems_);
        map.refuse_other_keys_than({"ca_file", "timeout", "connect_timeout", "tls_timeout", "first_byte_timeout",
                                    "retries", "proxy", "no_proxy"});
        if (const Node* file = map.find("ca_file")) http.ca_file = read_path(*file, problems_).value_or("");
        const auto read_limit = [&](const char* key, std::chrono::milliseconds& limit) {
            if (const Node* value = map.find(key)) limit = read_duration_above_zero(*value).value_or(limit);
        };
        read_limit("timeout", http.timeout);
        read_limit("connect_timeout", http.connect_timeout);
        read_limit("tls_timeout", http.tls_timeout);
        read_limit("first_byte_timeout", http.first_byte_timeout);
        if (const Node* retries = map.find("retries")) http.retries = read_retries(*retries).value_or(http.retries);
        if (const Node* proxy = map.find("proxy")) read_proxy(*proxy, http.proxy);
        if (const Node* hosts = map.find("no_proxy")) http.proxy.exceptions = read_texts(*hosts);
    }

    std::vector<std::string> read_texts(const Node& node) {
        std::vector<std::string> texts;
        for (const Node& item : read_list(node, problems_))
            if (auto text = read_text(item, problems_)) texts.push_back(std::move(*text));
        return texts;
    }

    void read_proxy(const Node& node, ProxyDefaults& proxy) {
        if (node.kind == Node::Kind::map) {
            const MapReader map(node, problems_);
            map.refuse_other_keys_than({"file"});
            if (const Node* file = map.require("file"))
                proxy = {ProxyDefaults::Kind::file, read_path(*file, problems_).value_or("").string(),
                         proxy.exceptions};
            return;
        }
        const std::string text = read_text(node, problems_).value_or("");
        if (text.find('@') != std::string::npos) {
            hide_texts(node, problems_);
            problems_.add(node.offset,
                          "a password may not stand in this file: put the whole URL in a file of its own that only you "
                          "can read and write {file: /path/to/it}");
        }
        proxy.kind = text == "none" ? ProxyDefaults::Kind::none : ProxyDefaults::Kind::url;
        proxy.text = text;
    }

    std::optional<int> read_retries(const Node& node) {
        constexpr int kMostRetries = 20;
        const auto retries = read_integer(node, problems_);
        if (!retries) return std::nullopt;
        if (*retries < 0 || *retries > kMostRetries)
            problems_.add(node.offset, "retries must be from 0 to " + std::to_string(kMostRetries));
        return static_cast<int>(*retries);
    }

    std::optional<std::chrono::milliseconds> read_duration_above_zero(const Node& node) {
        const auto duration = read_duration(node, problems_);
        if (duration && duration->count() == 0) problems_.add(node.offset, "a limit must be more than nothing");
        return duration;
    }

    const std::vector<ProviderForm>& forms_;
    const SettingsChecks& checks_;
    const Sources sources_;
    Problems problems_;
    const Node root_;
};

}  // namespace

std::vector<std::string> Settings::provider_names() const {
    std::vector<std::string> names;
    for (const ProviderSettings& provider : providers) names.push_back(provider.name);
    return names;
}

std::vector<std::string> Settings::pool_names() const {
    std::vector<std::string> names;
    for (const PoolSetting& pool : pools) names.push_back(pool.name);
    return names;
}

Settings read_settings(std::string_view text, const std::string& file_name, const std::vector<ProviderForm>& forms,
                       const SettingsChecks& checks) {
    return SettingsReader(text, file_name, forms, checks).read();
}

}  // namespace errand
