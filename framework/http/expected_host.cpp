#include "http/expected_host.hpp"

#include "errand/error.hpp"
#include "http/ip_address.hpp"

namespace errand {

void expect_host(SSL& ssl, const std::string& host) {
    const bool is_set = IpAddress::parse(host) ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(&ssl), host.c_str()) == 1
                                               : SSL_set1_host(&ssl, host.c_str()) == 1 &&
                                                     SSL_set_tlsext_host_name(&ssl, host.c_str()) == 1;
    if (!is_set) throw Error("the host name '" + host + "' cannot be checked against a certificate");
}

}  // namespace errand
