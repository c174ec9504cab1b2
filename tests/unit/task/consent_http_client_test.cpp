#include "task/consent_http_client.hpp"

#include <boost/test/unit_test.hpp>

#include "errand/access_token_authorizer.hpp"
#include "errand/testing/scripted_http_client.hpp"

namespace errand {

BOOST_AUTO_TEST_SUITE(consent_http_client)

/// Has another token after each widening and each rejection, unless it is out of them.
class WideningAuthorizer final : public AccessTokenAuthorizer {
public:
    explicit WideningAuthorizer(int tokens) : last_(tokens) {}

    std::string authorization_header() override { return "Bearer " + std::to_string(current_); }
    void reject(std::string_view /*header*/) override { go_on(); }
    bool widen(const std::vector<std::string>& scopes) override {
        asked.push_back(scopes);
        if (can_widen) go_on();
        return can_widen;
    }
    std::string client_id() const override { return "client"; }
    std::string resource_server() const override { return "server"; }
    std::string scopes() const override { return "all"; }
    std::chrono::system_clock::time_point expires_at() const override { return {}; }

    std::vector<std::vector<std::string>> asked;
    bool can_widen = true;

private:
    void go_on() {
        if (current_ < last_) ++current_;
    }

    int current_ = 1;
    int last_;
};

constexpr char kConsentRequired[] = R"({"code": "ConsentRequired", "required_scopes": ["a[b]"]})";

struct Consenting {
    testing::ScriptedHttpClient* inner = new testing::ScriptedHttpClient;
    ConsentHttpClient client{std::unique_ptr<HttpClient>(inner)};

    void check_sent(const std::vector<std::string>& headers) const {
        std::vector<std::string> sent;
        for (const HttpRequest& request : inner->requests())
            sent.push_back(request.headers.find("Authorization").value_or("none"));
        BOOST_TEST(sent == headers, boost::test_tools::per_element());
    }
};

using Asked = std::vector<std::vector<std::string>>;

BOOST_FIXTURE_TEST_CASE(leaves_a_request_without_authorizer_alone, Consenting) {
    inner->answer(403, kConsentRequired);
    BOOST_TEST(client.get("https://a.example/").status == 403);
    check_sent({"none"});
}

BOOST_FIXTURE_TEST_CASE(leaves_other_answers_alone, Consenting) {
    WideningAuthorizer authorizer(9);
    inner->answer(200, "{}").answer(403, R"({"code": "PermissionDenied"})");
    BOOST_TEST(client.get("https://a.example/", &authorizer).status == 200);
    BOOST_TEST(client.get("https://a.example/", &authorizer).status == 403);
    check_sent({"Bearer 1", "Bearer 1"});
    BOOST_TEST(authorizer.asked.empty());
}

BOOST_FIXTURE_TEST_CASE(asks_and_repeats_once, Consenting) {
    WideningAuthorizer authorizer(9);
    inner->answer(403, kConsentRequired).answer(200, "done");
    BOOST_TEST(client.post("https://a.example/", "body", "text/plain", &authorizer).body == "done");
    check_sent({"Bearer 1", "Bearer 2"});
    BOOST_TEST((authorizer.asked == Asked{{"a[b]"}}));
    BOOST_TEST(inner->requests().at(1).body == "body");
}

BOOST_FIXTURE_TEST_CASE(does_not_repeat_again, Consenting) {
    WideningAuthorizer authorizer(9);
    inner->answer(403, kConsentRequired).answer(403, kConsentRequired).answer(200, "");
    BOOST_TEST(client.get("https://a.example/", &authorizer).status == 403);
    check_sent({"Bearer 1", "Bearer 2"});
    BOOST_TEST((authorizer.asked == Asked{{"a[b]"}}));
}

BOOST_FIXTURE_TEST_CASE(does_not_repeat_with_the_token_that_will_not_do, Consenting) {
    WideningAuthorizer authorizer(1);
    inner->answer(403, kConsentRequired);
    BOOST_TEST(client.get("https://a.example/", &authorizer).body == kConsentRequired);
    check_sent({"Bearer 1"});
}

BOOST_FIXTURE_TEST_CASE(asks_also_after_a_401_led_to_another_token, Consenting) {
    WideningAuthorizer authorizer(9);
    inner->answer(401, "").answer(403, kConsentRequired).answer(200, "");
    BOOST_TEST(client.get("https://a.example/", &authorizer).status == 200);
    check_sent({"Bearer 1", "Bearer 2", "Bearer 3"});
}

BOOST_FIXTURE_TEST_CASE(does_not_repeat_after_a_401_with_a_token_that_is_no_wider, Consenting) {
    WideningAuthorizer authorizer(9);
    authorizer.can_widen = false;
    inner->answer(401, "").answer(403, kConsentRequired);
    BOOST_TEST(client.get("https://a.example/", &authorizer).status == 403);
    check_sent({"Bearer 1", "Bearer 2"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
