#include "auth/secret_command.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "base/error.hpp"
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
     "the command 'no-such-program-at-all' for the client's secret cannot be found; check its name, and PATH: "
     "env: 'no-such-program-at-all': No such file or directory"},
    {{"/no/such/program"},
     "the command for the client's secret: cannot start /no/such/program in /: No such file or directory"},
    {{"sh", "-c", "echo s3cret; echo one >&2; echo 'locked\033' >&2; exit 3"},
     "the command 'sh' for the client's secret ended with exit code 3: locked\\x1b"},
    {{"sh", "-c", "kill -9 $$"}, "the command 'sh' for the client's secret was ended by a signal"},
    {{"true"}, "the command 'true' for the client's secret printed nothing"},
    {{"sh", "-c", "yes s3cret"},
     "the command 'sh' for the client's secret printed more than 64KiB; it should print the secret only"},
};

BOOST_DATA_TEST_CASE(says_why_there_is_none, boost::unit_test::data::make(failing), row) {
    BOOST_TEST(thrown<CommandError>([&] { read(row.command); }) == row.message);
}

BOOST_AUTO_TEST_CASE(ends_a_command_that_takes_too_long) {
    BOOST_TEST(thrown<CommandError>([&] {
                   read({"sleep", "1000"}, std::chrono::milliseconds(20));
               }) == "the command 'sleep' for the client's secret did not end within 20ms");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
