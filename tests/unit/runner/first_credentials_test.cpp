#include "runner/first_credentials.hpp"

#include <poll.h>

#include <boost/test/unit_test.hpp>
#include <chrono>

#include "base/error.hpp"
#include "support/thrown.hpp"

namespace errand {

using namespace std::chrono_literals;

/// A task that wants two tokens and a secret.
struct Wanting {
    Wanting() {
        task.scopes = {{"r1", {"a"}}, {"r2", {"b"}}};
        task.secrets = {{"password", "reference"}};
    }
    void wait(const FirstCredentials& credentials) const {
        pollfd wait = {credentials.descriptor(), POLLIN, 0};
        BOOST_TEST_REQUIRE(::poll(&wait, 1, -1) == 1);
    }

    TaskDefinition task;
    Event give_up;
    ReadSecret read = [](const Value& reference) { return Secret("secret of " + reference.text()); };
};

BOOST_FIXTURE_TEST_SUITE(first_credentials, Wanting)

BOOST_AUTO_TEST_CASE(are_complete_when_all_are_there) {
    FirstCredentials credentials(task, read, give_up);
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
    task.secrets.clear();
    FirstCredentials credentials(task, read, give_up);
    BOOST_TEST(credentials.descriptor() == -1);
    credentials.add({"r1", Secret("A"), {}, {}, {}, {}});
    BOOST_TEST(!credentials.are_complete());
    credentials.add({"r2", Secret("B"), {}, {}, {}, {}});
    BOOST_TEST(credentials.are_complete());
}

BOOST_AUTO_TEST_CASE(say_why_a_secret_cannot_be_had) {
    read = [](const Value&) -> Secret { throw CommandError(ExitCode::configuration, "no such file"); };
    FirstCredentials credentials(task, read, give_up);
    wait(credentials);
    BOOST_TEST(testing::thrown<CommandError>([&] { credentials.take_secrets(); }) == "no such file");
}

BOOST_AUTO_TEST_CASE(give_up_a_secret_that_is_not_waited_for) {
    const Event asked;
    read = [&](const Value&) -> Secret {
        asked.set();
        give_up.wait_for(1h);
        throw Cancelled("given up");
    };
    {
        const FirstCredentials credentials(task, read, give_up);
        asked.wait_for(1h);
    }
    BOOST_TEST(!give_up.is_set());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
