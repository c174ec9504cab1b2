#include "base/logger.hpp"
#include "cli/doctor/local_checks.hpp"
#include "http/own_certificate.hpp"

namespace errand {

namespace {

Finding judge_end(const std::string& provider, const std::string& file, std::chrono::sys_seconds end,
                  Clock::CalendarTime now) {
    const std::string name = "the certificate '" + file + '\'';
    const std::string until = format_utc(end);
    if (end <= now)
        return {"certificate",
                provider,
                Health::wrong,
                name + " has expired at " + until,
                "have it renewed, or check this machine's clock",
                ExitCode::configuration};
    const std::string what = name + " and its key can be shown until " + until;
    if (end - now >= kRenewalIsDue) return {"certificate", provider, Health::ok, what};
    return {"certificate", provider, Health::warning, what, "have it renewed"};
}

}  // namespace

std::vector<Finding> check_own_certificate(const ProviderSettings& provider, Clock::CalendarTime now) {
    const auto certificate = provider.values.find("certificate");
    const auto key = provider.values.find("certificate_key");
    if (certificate == provider.values.end() || key == provider.values.end()) return {};
    const std::string& file = certificate->second.text();
    try {
        return {judge_end(provider.name, file, end_of_own_certificate(file, key->second.text()), now)};
    } catch (const std::exception& error) {
        return {wrong("certificate", provider.name, error)};
    }
}

}  // namespace errand
