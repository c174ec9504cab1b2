#include "http/expected_host.hpp"

#include <Poco/Net/IPAddress.h>

#include "errand/error.hpp"

namespace errand {

void expect_host(SSL& ssl, const std::string& host) {
    Poco::Net::IPAddress address;
    const bool is_address = Poco::Net::IPAddress::tryParse(host, address);
    const bool is_set =
        is_address ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(&ssl), host.c_str()) == 1
                   : SSL_set1_host(&ssl, host.c_str()) == 1 && SSL_set_tlsext_host_name(&ssl, host.c_str()) == 1;
    if (!is_set) throw Error("the host name '" + host + "' cannot be checked against a certificate");
}

}  // namespace errand
