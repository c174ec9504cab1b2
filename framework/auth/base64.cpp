#include "auth/base64.hpp"

#include <Poco/Base64Decoder.h>
#include <Poco/Base64Encoder.h>
#include <Poco/Exception.h>

#include <iterator>
#include <sstream>

#include "errand/error.hpp"

namespace errand {

namespace {

std::string encoded(std::string_view bytes, int options) {
    std::ostringstream text;
    Poco::Base64Encoder encoder(text, options);
    encoder.rdbuf()->setLineLength(0);
    encoder << bytes;
    encoder.close();
    return text.str();
}

}  // namespace

std::string base64(std::string_view bytes) { return encoded(bytes, 0); }

std::string base64url(std::string_view bytes) {
    return encoded(bytes, Poco::BASE64_URL_ENCODING | Poco::BASE64_NO_PADDING);
}

std::string from_base64url(std::string_view text) {
    std::istringstream stream{std::string(text)};
    Poco::Base64Decoder decoder(stream, Poco::BASE64_URL_ENCODING | Poco::BASE64_NO_PADDING);
    std::string bytes;
    try {
        bytes.assign(std::istreambuf_iterator<char>(decoder), {});
    } catch (const Poco::Exception&) {
        throw Error("not base64url");
    }
    // Poco passes over line breaks and what is beyond an end; what was written is the only form that is taken.
    if (base64url(bytes) != text) throw Error("not base64url");
    return bytes;
}

}  // namespace errand
