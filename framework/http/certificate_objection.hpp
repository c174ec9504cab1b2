#pragma once

#include <string>

namespace errand {

/// What speaks against a certificate: a half-sentence, such as `it has expired`, and what to do about it.
struct CertificateObjection {
    std::string what;
    std::string remedy;
};

/// \param verify_result of OpenSSL's, other than X509_V_OK
CertificateObjection objection_to_certificate(long verify_result);

}  // namespace errand
