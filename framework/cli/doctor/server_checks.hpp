#pragma once

#include <chrono>
#include <string>

#include "base/clock.hpp"
#include "cli/doctor/finding.hpp"
#include "errand/http_client.hpp"
#include "http/http_client_settings.hpp"
#include "http/http_url.hpp"
#include "http/server_certificate.hpp"
#include "runner/provider_choice.hpp"

namespace errand {

// What `errand doctor` looks at beyond this machine, for each provider. None of these throws for what is wrong with its
// subject, and none waits for longer than it says.

/// That the host's name has an address.
/// \param patience after that a resolver that does not answer is left to itself
Finding check_name(const std::string& provider, const std::string& host, std::chrono::milliseconds patience);

/// What a certificate is worth at `now`. It is a warning that it ends in less than 21 days.
Finding judge_certificate(const std::string& provider, const HttpUrl& url, const ShownCertificate& certificate,
                          Clock::CalendarTime now);
/// As judge_certificate() does, of the one that the server shows.
Finding check_certificate(const std::string& provider, const HttpUrl& url, const HttpClientSettings& settings,
                          std::chrono::seconds patience, Clock::CalendarTime now);

/// This machine's clock against the Date that the server sends, in whole seconds: a warning from 30 s on, wrong from 5
/// minutes on, when signed assertions and fresh tokens are refused.
/// Source: RFC 9110 section 6.6.1.
Finding check_clock(const std::string& provider, const std::string& url, HttpClient& http, const Clock& clock);

/// That the provider gives a token, and for which scopes: one grant, whatever is kept.
Finding check_grant(const NamedProvider& provider, const ScopeDescription& scopes);

}  // namespace errand
