#include "auth/secret_command.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "base/error.hpp"
#include "base/event.hpp"
#include "errand/error.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

BOOST_AUTO_TEST_SUITE(secret_command)

Secret read(std::vector<std::string> arguments, std::chrono::milliseconds limit = std::chrono::seconds(60)) {
    PosixSpawner spawner;
    return read_secret_command({std::move(arguments), {"PATH=/usr/bin:/bin", "LC_ALL=C", "WHO=you"}, "/", limit},
                               spawner);
}

BOOST_AUTO_TEST_CASE(is_what_the_command_prints_without_a_line_break) {
    BOOST_TEST(read({"printf", "hush"}).reveal() == "hush");
    BOOST_TEST(read({"echo", "hush $WHO"}).reveal() == "hush $WHO");
    BOOST_TEST(read({"/bin/sh", "-c", "echo hush $WHO; pwd; cat"}).reveal() == "hush you\n/");
    BOOST_TEST(read({"sh", "-c", "echo noise >&2; printf 'a\\r\\n'"}).reveal() == "a");
}

struct Failing {
    std::vector<std::string> command;
    const char* message;
    friend std::ostream& operator<<(std::ostream& out, const Failing& row) { return out << row.message; }
};
const Failing failing[] = {
    {{"no-such-program-at-all"},
     "the command 'no-such-program-at-all' for the secret cannot be found; check its name, and PATH: "
     "env: 'no-such-program-at-all': No such file or directory"},
    {{"/no/such/program"}, "the command for the secret: cannot start /no/such/program in /: No such file or directory"},
    {{"sh", "-c", "echo s3cret; echo one >&2; echo 'locked\033' >&2; exit 3"},
     "the command 'sh' for the secret ended with exit code 3: locked\\x1b"},
    {{"sh", "-c", "kill -9 $$"}, "the command 'sh' for the secret was ended by a signal"},
    {{"true"}, "the command 'true' for the secret printed nothing"},
    {{"sh", "-c", "yes s3cret"},
     "the command 'sh' for the secret printed more than 64KiB; it should print the secret only"},
};

BOOST_DATA_TEST_CASE(says_why_there_is_none, boost::unit_test::data::make(failing), row) {
    BOOST_TEST(thrown<CommandError>([&] { read(row.command); }) == row.message);
}

BOOST_AUTO_TEST_CASE(ends_a_command_that_takes_too_long) {
    BOOST_TEST(thrown<CommandError>([&] {
                   read({"sleep", "1000"}, std::chrono::milliseconds(20));
               }) == "the command 'sleep' for the secret did not end within 20ms");
}

BOOST_AUTO_TEST_CASE(is_waited_for_no_longer_than_there_is_use) {
    const Event give_up;
    give_up.set();
    PosixSpawner spawner;
    for (const char* script : {"sleep 1000", "exec >&- 2>&-; sleep 1000"}) {
        SecretCommand command{{"sh", "-c", script}, {"PATH=/usr/bin:/bin"}, "/"};
        command.give_up_descriptor = give_up.descriptor();
        BOOST_TEST(thrown<Cancelled>([&] { read_secret_command(command, spawner); }) ==
                   "the command 'sh' for the secret is not waited for any longer");
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
