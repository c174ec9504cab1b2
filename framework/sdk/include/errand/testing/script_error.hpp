#pragma once

#include <stdexcept>

namespace errand::testing {

/// The test's script does not fit what the task did: no answer was left for a request. Not an errand::Error, and thrown
/// again by TaskHarness::run(), so that no task's own error handling hides it.
class ScriptError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

}  // namespace errand::testing
