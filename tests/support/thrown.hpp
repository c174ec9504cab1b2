#pragma once

#include <boost/test/unit_test.hpp>
#include <string>

namespace errand::testing {

/// The whole message of the `Expected` that `action` throws; fails the test when it throws nothing. Anything else goes
/// on to the test.
template <class Expected, class Action>
std::string thrown(Action&& action) {
    try {
        action();
    } catch (const Expected& error) {
        return error.what();
    }
    BOOST_ERROR("nothing was thrown");
    return {};
}

}  // namespace errand::testing
