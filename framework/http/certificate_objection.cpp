#include "http/certificate_objection.hpp"

#include <openssl/x509_vfy.h>

namespace errand {

CertificateObjection objection_to_certificate(long verify_result) {
    switch (verify_result) {
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return {"it is for another host", "check the URL, or what answers there"};
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return {"it has expired", "have it renewed, or check this machine's clock"};
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return {"it is not valid yet", "check this machine's clock"};
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
            return {"it is self-signed", "if it is the right one, name it as ca_file under 'http:'"};
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            return {"its certificate authority is not known here",
                    "if it is the right one, name it as ca_file under 'http:'"};
        default:
            return {X509_verify_cert_error_string(verify_result), "check what answers there"};
    }
}

}  // namespace errand
