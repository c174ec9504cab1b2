#include "runner/first_credentials.hpp"

#include <poll.h>

#include <boost/test/unit_test.hpp>

#include "base/error.hpp"
#include "support/thrown.hpp"

namespace errand {

/// A task that wants two tokens and a secret.
struct Wanting {
    void wait(const FirstCredentials& credentials) const {
        pollfd wait = {credentials.descriptor(), POLLIN, 0};
        BOOST_TEST_REQUIRE(::poll(&wait, 1, -1) == 1);
    }

    Value::Map references = {{"password", "reference"}};
    ReadSecret read = [](const Value& reference) { return Secret("secret of " + reference.text()); };
    Event give_up;
    BackgroundWork background{give_up};
};

BOOST_FIXTURE_TEST_SUITE(first_credentials, Wanting)

BOOST_AUTO_TEST_CASE(are_complete_when_all_are_there) {
    FirstCredentials credentials(references, 2, read, background);
    credentials.add({"r1", Secret("A"), {}, {}, {}, {}});
    credentials.add({"r2", Secret("B"), {}, {}, {}, {}});
    wait(credentials);
    BOOST_TEST(!credentials.are_complete());
    credentials.take_secrets();
    BOOST_TEST(credentials.are_complete());
    BOOST_TEST(credentials.descriptor() == -1);
    StartAttempt start;
    credentials.move_into(start);
    BOOST_TEST(start.secrets.at("password").reveal() == "secret of reference");
    BOOST_TEST(start.tokens.at(0).token.reveal() == "A");
    BOOST_TEST(start.tokens.at(1).token.reveal() == "B");
}

BOOST_AUTO_TEST_CASE(lack_a_token_that_has_not_come) {
    references.clear();
    FirstCredentials credentials(references, 2, read, background);
    BOOST_TEST(credentials.descriptor() == -1);
    credentials.add({"r1", Secret("A"), {}, {}, {}, {}});
    BOOST_TEST(!credentials.are_complete());
    credentials.add({"r2", Secret("B"), {}, {}, {}, {}});
    BOOST_TEST(credentials.are_complete());
}

BOOST_AUTO_TEST_CASE(say_why_a_secret_cannot_be_had) {
    read = [](const Value&) -> Secret { throw CommandError(ExitCode::configuration, "no such file"); };
    FirstCredentials credentials(references, 2, read, background);
    wait(credentials);
    BOOST_TEST(testing::thrown<CommandError>([&] { credentials.take_secrets(); }) == "no such file");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
