#pragma once

#include <openssl/x509.h>

#include <chrono>
#include <ctime>

namespace errand {

/// From when on a certificate is refused as expired.
inline std::chrono::sys_seconds end_of(const X509& certificate) {
    std::tm time = {};
    ASN1_TIME_to_tm(X509_get0_notAfter(&certificate), &time);
    return std::chrono::sys_seconds(std::chrono::seconds(::timegm(&time)));
}

}  // namespace errand
