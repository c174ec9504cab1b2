#include "base/directory_lock.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <fstream>
#include <thread>

#include "support/temporary_directory.hpp"

namespace errand {

BOOST_FIXTURE_TEST_SUITE(directory_lock, testing::TemporaryDirectory)

BOOST_AUTO_TEST_CASE(is_held_by_any_number) {
    const UniqueFd first = hold_directory(path());
    BOOST_TEST(static_cast<bool>(first));
    BOOST_TEST(static_cast<bool>(hold_directory(path())));
}

BOOST_AUTO_TEST_CASE(is_claimed_when_nobody_holds_it) {
    UniqueFd held = hold_directory(path());
    BOOST_TEST(!claim_directory(path()));
    held.reset();
    BOOST_TEST(static_cast<bool>(claim_directory(path())));
}

BOOST_AUTO_TEST_CASE(is_not_held_once_it_is_claimed) {
    const UniqueFd claim = claim_directory(path());
    BOOST_TEST(!hold_directory(path()));
    BOOST_TEST(!claim_directory(path()));
}

BOOST_AUTO_TEST_CASE(is_looked_at_once_whoever_claimed_it_is_done) {
    for (const bool is_held_then : {false, true}) {
        UniqueFd claim = claim_directory(path());
        UniqueFd held;
        std::thread cleaner([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            claim.reset();
            if (is_held_then) held = hold_directory(path());
        });
        const bool found = is_held(path());
        cleaner.join();
        // It may have looked between the two.
        BOOST_TEST((!found || is_held_then));
        BOOST_TEST(is_held(path()) == is_held_then);
    }
}

BOOST_AUTO_TEST_CASE(is_of_a_directory_that_is_there) {
    std::ofstream(path() / "file") << "x";
    std::filesystem::create_directory_symlink(path(), path() / "link");
    BOOST_TEST(!hold_directory(path() / "nowhere"));
    for (const char* name : {"nowhere", "file", "link"}) BOOST_TEST(!claim_directory(path() / name));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
