#include "base/error.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <iterator>

using namespace errand;

namespace {

/// From the most important to the least.
constexpr ExitCode kOrder[] = {ExitCode::cancelled, ExitCode::configuration, ExitCode::credentials,
                               ExitCode::unreachable, ExitCode::time_limit};
constexpr ExitCode kOthers[] = {ExitCode::usage, ExitCode::internal_fault, ExitCode::state, ExitCode::not_started};

void check_order(ExitCode more, ExitCode less) {
    BOOST_TEST_CONTEXT(static_cast<int>(more) << " and " << static_cast<int>(less)) {
        BOOST_CHECK(more_important(more, less) == more);
        BOOST_CHECK(more_important(less, more) == more);
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_more_important_code_wins) {
    for (const auto* more = std::begin(kOrder); more != std::end(kOrder); ++more) {
        for (const auto* less = more; less != std::end(kOrder); ++less) check_order(*more, *less);
        for (const ExitCode other : kOthers) check_order(*more, other);
    }
    for (const ExitCode other : kOthers) {
        check_order(other, ExitCode::task_failed);
        check_order(other, ExitCode::done);
        check_order(other, other);
    }
    check_order(ExitCode::task_failed, ExitCode::done);
}

BOOST_AUTO_TEST_CASE(the_codes_are_those_that_are_documented) {
    constexpr int kCodes[] = {130, 78, 77, 69, 124};
    BOOST_CHECK(std::equal(std::begin(kOrder), std::end(kOrder), std::begin(kCodes), std::end(kCodes),
                           [](ExitCode code, int number) { return static_cast<int>(code) == number; }));
}

BOOST_AUTO_TEST_CASE(a_system_error_says_what_failed_and_why) {
    errno = ENOENT;
    BOOST_TEST(system_error("open /x").what() == "open /x: No such file or directory");
    BOOST_TEST(system_error(EACCES, "open /x").what() == "open /x: Permission denied");
    BOOST_TEST(system_error(EACCES, "open /x").code().value() == EACCES);
}

BOOST_AUTO_TEST_CASE(a_command_error_has_message_and_code) {
    const CommandError error(ExitCode::usage, "say what to run");
    BOOST_TEST(error.what() == "say what to run");
    BOOST_CHECK(error.code() == ExitCode::usage);
}
