#include "auth/fingerprint.hpp"

#include <Poco/DigestEngine.h>
#include <Poco/SHA2Engine.h>

namespace errand {

namespace {

std::string sha256(std::string_view bytes) {
    Poco::SHA2Engine engine(Poco::SHA2Engine::SHA_256);
    engine.update(bytes.data(), bytes.size());
    return Poco::DigestEngine::digestToHex(engine.digest());
}

}  // namespace

std::string fingerprint(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += std::to_string(part.size()) + ':' + part;
    return sha256(text);
}

std::string short_hash(const Secret& token) { return sha256(token.reveal()).substr(0, 8); }

}  // namespace errand
