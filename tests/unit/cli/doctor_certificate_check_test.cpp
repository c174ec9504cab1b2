#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <string>

#include "base/logger.hpp"
#include "cli/doctor/local_checks.hpp"
#include "http/own_certificate.hpp"
#include "support/finding_text.hpp"
#include "support/tls_keys.hpp"

namespace errand {

using namespace std::chrono_literals;

/// A provider with the certificate of a client.
struct CertificateCheck {
    Finding check(const std::string& file, const std::string& key_file, Clock::CalendarTime now) const {
        const ProviderSettings provider = {
            "ours", {}, "oauth2", {{"certificate", file}, {"certificate_key", key_file}}};
        const auto findings = check_own_certificate(provider, now);
        BOOST_TEST_REQUIRE(findings.size() == 1U);
        return findings.front();
    }
    std::string line(const std::string& key_file, Clock::CalendarTime now) const {
        return testing::line_of(check(certificate, key_file, now));
    }

    const testing::TlsKeys keys;
    const std::string certificate = keys.certificate("client");
    const std::string key = keys.key("client");
    const std::chrono::sys_seconds end = end_of_own_certificate(certificate, key);
};

BOOST_FIXTURE_TEST_SUITE(certificate_check_of_doctor, CertificateCheck)

BOOST_AUTO_TEST_CASE(tells_until_when_it_can_be_shown) {
    const std::string shown =
        "certificate  ours: the certificate '" + certificate + "' and its key can be shown until " + format_utc(end);
    BOOST_TEST(line(key, end - 21 * 24h) == "ok       " + shown + '\n');
    BOOST_TEST(line(key, end - 21 * 24h + 1s) == "warning  " + shown + "; have it renewed\n");
    BOOST_TEST((check(certificate, key, end - 1s).code == ExitCode::done));
    BOOST_TEST(line(key, end) == "wrong    certificate  ours: the certificate '" + certificate + "' has expired at " +
                                     format_utc(end) + "; have it renewed, or check this machine's clock\n");
    BOOST_TEST((check(certificate, key, end).code == ExitCode::configuration));
}

BOOST_AUTO_TEST_CASE(tells_what_keeps_it_from_being_shown) {
    const auto now = end - 30 * 24h;
    BOOST_TEST(line("/nowhere/c.key", now) ==
               "wrong    certificate  ours: the key file '/nowhere/c.key' does not exist; put the certificate's key "
               "there, with mode 0600\n");
    BOOST_TEST(line(keys.key("good"), now) == "wrong    certificate  ours: the key file '" + keys.key("good") +
                                                  "' does not fit the certificate in '" + certificate +
                                                  "'; name the two that belong together\n");
    BOOST_TEST(testing::line_of(check("/nowhere/c.pem", key, now)) ==
               "wrong    certificate  ours: the certificate file '/nowhere/c.pem' cannot be read; name a PEM file with "
               "the client's certificate\n");
    ::chmod(key.c_str(), 0640);
    BOOST_TEST(line(key, now) == "wrong    certificate  ours: the key file '" + key +
                                     "' can be read or written by others; chmod 600 '" + key + "'\n");
    BOOST_TEST((check(certificate, key, now).code == ExitCode::configuration));
}

BOOST_AUTO_TEST_CASE(looks_at_none_that_is_not_configured) {
    BOOST_TEST(check_own_certificate({"ours", {}, "oauth2", {{"client_id", "me"}}}, end).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
