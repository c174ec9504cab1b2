#include "auth/private_key_jwt.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "auth/base64.hpp"
#include "auth/json_web_key.hpp"
#include "base/error.hpp"
#include "errand/json.hpp"
#include "support/fake_clock.hpp"
#include "support/signing_keys.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

BOOST_AUTO_TEST_SUITE(private_key_jwt_authentication)

struct Assertion {
    Value header;
    Value claims;
    std::string signed_part;
    std::string signature;
};

/// What a client sends, taken apart.
Assertion assertion_of(const JwtClient& client, const std::string& url = "https://a.example/token") {
    const testing::FakeClock clock;
    FormRequest form{url};
    private_key_jwt(client, clock)->sign(form);
    BOOST_TEST(form.fields.at(0).second == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    const std::string token = form.fields.at(1).second;
    const std::size_t first = token.find('.');
    const std::size_t second = token.find('.', first + 1);
    return {parse_json(from_base64url(token.substr(0, first))),
            parse_json(from_base64url(token.substr(first + 1, second - first - 1))), token.substr(0, second),
            from_base64url(token.substr(second + 1))};
}

struct Signing {
    SignatureAlgorithm algorithm;
    testing::KeyKind kind;
    friend std::ostream& operator<<(std::ostream& out, const Signing& row) { return out << name_of(row.algorithm); }
};
const Signing signings[] = {
    {SignatureAlgorithm::rs256, testing::KeyKind::rsa},
    {SignatureAlgorithm::ps256, testing::KeyKind::rsa},
    {SignatureAlgorithm::es256, testing::KeyKind::p256},
};

BOOST_DATA_TEST_CASE(is_signed_so_that_the_public_key_verifies_it, boost::unit_test::data::make(signings), row) {
    const testing::KeyPair pair = testing::make_key(row.kind);
    for (const std::string& text : {pair.pem, pair.jwk}) {
        const Assertion sent = assertion_of({"me", [&] { return Secret(text); }, row.algorithm, "k1", {}});
        BOOST_TEST(sent.header.find("alg")->text() == name_of(row.algorithm));
        BOOST_TEST(sent.header.find("kid")->text() == "k1");
        BOOST_TEST(testing::verifies(pair, row.algorithm, sent.signed_part, sent.signature));
        BOOST_TEST(!testing::verifies(pair, row.algorithm, sent.signed_part + "x", sent.signature));
    }
}

BOOST_AUTO_TEST_CASE(names_client_server_and_times_in_whole_seconds) {
    const testing::KeyPair pair = testing::make_key(testing::KeyKind::p256);
    const SecretSource key = [&] { return Secret(pair.pem); };
    const JwtClient client{"me", key, SignatureAlgorithm::es256, {}, {}};
    const Assertion sent = assertion_of(client);
    BOOST_TEST(sent.header.find("kid") == nullptr);
    BOOST_TEST(sent.claims.find("iss")->text() == "me");
    BOOST_TEST(sent.claims.find("sub")->text() == "me");
    BOOST_TEST(sent.claims.find("aud")->text() == "https://a.example/token");
    BOOST_TEST(sent.claims.find("iat")->integer() == 1'800'003'600);
    BOOST_TEST(sent.claims.find("exp")->integer() == 1'800'003'660);
    BOOST_TEST(assertion_of(client).claims.find("jti")->text() != sent.claims.find("jti")->text());
    BOOST_TEST(
        assertion_of({"me", key, SignatureAlgorithm::es256, {}, "https://a.example"}).claims.find("aud")->text() ==
        "https://a.example");
}

struct BadKeyText {
    const char* title;
    std::string text;
    const char* message;
    friend std::ostream& operator<<(std::ostream& out, const BadKeyText& row) { return out << row.title; }
};
const BadKeyText bad_keys[] = {
    {"no key", "s3cret", "is neither PEM nor JSON"},
    {"broken PEM", "-----BEGIN PRIVATE KEY-----\ns3cret\n-----END PRIVATE KEY-----\n",
     "holds no private key that can be read; it must be PEM without a passphrase"},
    {"no object", "[]", "is no JSON object"},
    {"no type", "{}", "has no 'kty' that is text"},
    {"symmetric", R"({"kty": "oct", "k": "s3cret"})", "has a 'kty' other than RSA and EC"},
    {"public", R"({"kty": "RSA", "n": "AQAB", "e": "AQAB"})", "has no 'd' that is text"},
    {"other curve", R"({"kty": "EC", "crv": "P-384"})", "is on another curve than P-256, which is all that ES256 has"},
    {"not base64url", R"({"kty": "RSA", "n": "s3cret+/="})", "has a 'n' that is not base64url"},
    {"short coordinate", R"({"kty": "EC", "crv": "P-256", "x": "AQAB", "y": "AQAB", "d": "AQAB"})",
     "has a coordinate that is not of 32 bytes"},
};

BOOST_DATA_TEST_CASE(says_what_is_wrong_with_a_key, boost::unit_test::data::make(bad_keys), row) {
    const std::string message = thrown<CommandError>([&] {
        assertion_of({"me", [&] { return Secret(row.text); }, SignatureAlgorithm::rs256, {}, {}});
    });
    BOOST_TEST(message == std::string("the private key of client 'me' ") + row.message);
}

BOOST_AUTO_TEST_CASE(refuses_a_key_of_another_kind) {
    const testing::KeyPair pair = testing::make_key(testing::KeyKind::p256);
    BOOST_TEST(thrown<CommandError>([&] {
                   assertion_of({"me", [&] { return Secret(pair.pem); }, SignatureAlgorithm::rs256, {}, {}});
               }) == "the private key of client 'me' is of another kind than RS256 takes");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
