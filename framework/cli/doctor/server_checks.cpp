#include "cli/doctor/server_checks.hpp"

#include "auth/fingerprint.hpp"
#include "base/logger.hpp"
#include "base/units.hpp"
#include "errand/error.hpp"
#include "http/http_date.hpp"

namespace errand {

namespace {

constexpr std::chrono::seconds kNoticeableSkew(30);
constexpr std::chrono::minutes kHarmfulSkew(5);

}  // namespace

Finding judge_certificate(const std::string& provider, const HttpUrl& url, const ShownCertificate& certificate,
                          Clock::CalendarTime now) {
    if (certificate.objection) {
        const auto& [why, remedy] = *certificate.objection;
        return {"tls",         provider,
                Health::wrong, "the certificate of " + url.peer() + " is refused: " + why,
                remedy,        ExitCode::unreachable};
    }
    const auto left = std::chrono::floor<std::chrono::days>(certificate.not_after - now);
    const std::string what = "the certificates of " + url.peer() + " are trusted for " + std::to_string(left.count()) +
                             " more days, until " + format_utc(certificate.not_after);
    if (left >= kRenewalIsDue) return {"tls", provider, Health::ok, what};
    return {"tls", provider, Health::warning, what, "have them renewed there"};
}

Finding check_certificate(const std::string& provider, const HttpUrl& url, const HttpClientSettings& settings,
                          std::chrono::seconds patience, Clock::CalendarTime now) try {
    return judge_certificate(provider, url, look_at_certificate(url, settings, patience), now);
} catch (const std::exception& error) {
    return wrong("tls", provider, error);
}

Finding check_clock(const std::string& provider, const std::string& url, HttpClient& http, const Clock& clock) try {
    const HttpResponse answer = http.get(url);
    const std::string host = parse_http_url(url).peer();
    const auto date = parse_http_date(answer.headers.find("Date").value_or(""));
    if (!date)
        return {"clock", provider, Health::warning, host + " does not say what time it is", "timedatectl status"};
    const auto ahead = std::chrono::floor<std::chrono::seconds>(clock.now()) - *date;
    if (std::chrono::abs(ahead) < kNoticeableSkew)
        return {"clock", provider, Health::ok, "it agrees with that of " + host};
    const bool is_harmful = std::chrono::abs(ahead) >= kHarmfulSkew;
    return {"clock",
            provider,
            is_harmful ? Health::wrong : Health::warning,
            "this machine's clock is " + format_duration(std::chrono::abs(ahead)) +
                (ahead.count() > 0 ? " ahead of" : " behind") + " that of " + host,
            "timedatectl set-ntp true",
            is_harmful ? ExitCode::configuration : ExitCode::done};
} catch (const std::exception& error) {
    return wrong("clock", provider, error);
}

Finding check_grant(const NamedProvider& provider, const ScopeDescription& scopes) try {
    const AccessToken token = provider.provider.renewed_token(scopes);
    const std::string server = token.resource_server.empty() ? "" : " for " + token.resource_server;
    return {"token", provider.name, Health::ok,
            short_hash(token.token) + server + ", which grants " +
                (token.scopes.empty() ? "no scope by name" : token.scopes)};
} catch (const std::exception& error) {
    return wrong("token", provider.name, error);
}

}  // namespace errand
