#include "http/authorizing_http_client.hpp"

#include <boost/test/unit_test.hpp>

#include "errand/access_token_authorizer.hpp"
#include "errand/error.hpp"
#include "errand/testing/scripted_http_client.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

/// Has another token after each rejection, unless it is out of them.
class CountingAuthorizer final : public AccessTokenAuthorizer {
public:
    explicit CountingAuthorizer(int tokens) : last_(tokens) {}

    std::string authorization_header() override { return "Bearer " + std::to_string(current_); }
    void reject(std::string_view header) override {
        rejected.emplace_back(header);
        if (current_ < last_) ++current_;
    }
    bool widen(const std::vector<std::string>& /*scopes*/) override { return false; }
    std::string client_id() const override { return "client"; }
    std::string resource_server() const override { return "server"; }
    std::string scopes() const override { return "all"; }
    std::chrono::system_clock::time_point expires_at() const override { return {}; }

    std::vector<std::string> rejected;

private:
    int current_ = 1;
    int last_;
};

struct Authorizing {
    testing::ScriptedHttpClient* inner = new testing::ScriptedHttpClient;
    AuthorizingHttpClient client{std::unique_ptr<HttpClient>(inner)};

    std::vector<std::string> sent_headers() const {
        std::vector<std::string> headers;
        for (const HttpRequest& request : inner->requests())
            headers.push_back(request.headers.find("Authorization").value_or("none"));
        return headers;
    }
};

using Texts = std::vector<std::string>;

BOOST_FIXTURE_TEST_SUITE(authorizing, Authorizing)

BOOST_AUTO_TEST_CASE(leaves_a_request_without_authorizer_alone) {
    inner->answer(401, "");
    BOOST_TEST(client.get("https://a.example/").status == 401);
    BOOST_TEST(sent_headers() == Texts{"none"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(signs) {
    CountingAuthorizer authorizer(1);
    inner->answer(200, "");
    client.get("https://a.example/", &authorizer);
    BOOST_TEST(sent_headers() == Texts{"Bearer 1"}, boost::test_tools::per_element());
    BOOST_TEST(authorizer.rejected.empty());
}

BOOST_AUTO_TEST_CASE(renews_and_repeats_once_after_a_401) {
    CountingAuthorizer authorizer(9);
    inner->answer(401, "").answer(401, "").answer(200, "");
    BOOST_TEST(client.post("https://a.example/", "body", "text/plain", &authorizer).status == 401);
    BOOST_TEST((sent_headers() == Texts{"Bearer 1", "Bearer 2"}));
    BOOST_TEST(authorizer.rejected == Texts{"Bearer 1"}, boost::test_tools::per_element());
    BOOST_TEST(inner->requests().at(1).body == "body");
}

BOOST_AUTO_TEST_CASE(does_not_repeat_with_the_token_that_was_refused) {
    CountingAuthorizer authorizer(1);
    inner->answer(401, "no");
    BOOST_TEST(client.get("https://a.example/", &authorizer).body == "no");
    BOOST_TEST((sent_headers() == Texts{"Bearer 1"}));
}

BOOST_AUTO_TEST_CASE(refuses_two_authorizations) {
    CountingAuthorizer authorizer(1);
    const HttpRequest request = {
        .url = "https://a.example/", .headers = {{"authorization", "x"}}, .authorizer = &authorizer};
    BOOST_TEST(thrown<Error>([&] { client.send(request); }) ==
               "a request with an authorizer must not have an Authorization header of its own");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
